package io.weir.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A running proxy, whichever it is. Owns its process or threads and its directory until it is closed; the logs can be read
 * before and after that, and are complete after it.
 */
public interface ProxyUnderTest extends AutoCloseable {

    /** Where its first listener accepts. */
    InetSocketAddress address();

    /** The lines of the access log so far. */
    List<String> accessLog() throws IOException;

    /** The lines of the error log so far. */
    List<String> errorLog() throws IOException;

    /** Stops it once its clients are closed; blocks until it has stopped and its logs are complete. */
    @Override
    void close() throws IOException;
}
