package io.weir;

import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;

/** A running proxy. Owns its listeners, threads and logs until it is closed. */
public final class Weir implements AutoCloseable {

    private Weir() {}

    /**
     * Reads the configuration and starts to listen. Blocks until every listener accepts.
     *
     * @param configFile a TOML file
     */
    public static Weir start(Path configFile) {
        throw new UnsupportedOperationException("the proxy is not assembled yet: " + configFile);
    }

    /** Where it listens, in the order of the configuration, with the real ports where the configuration says 0. */
    public List<SocketAddress> listeners() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
