package io.weir.testing;

import io.weir.Holdings;
import io.weir.Weir;
import io.weir.body.TempFile;
import io.weir.config.ConfigReader;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.io.ArrayByteBufferPool;

/** Weir as the proxy under test, inside this process, with a configuration and a directory of its own. */
public final class WeirProcess implements ProxyUnderTest {

    private static final int ATTEMPTS = 5;

    private final Weir weir;
    private final ProxyHome home;
    private final ArrayByteBufferPool.Tracking buffers;

    private WeirProcess(Weir weir, ProxyHome home, ArrayByteBufferPool.Tracking buffers) {
        this.weir = weir;
        this.home = home;
        this.buffers = buffers;
    }

    /** Whether there is a proxy to start at all: a Weir that fails to start counts, so that its failure is seen. */
    public static boolean available() {
        try (WeirProcess _ = start("[[server]]\nlisten = \"127.0.0.1:%front%\"\n")) {
            return true;
        } catch (UnsupportedOperationException _) {
            return false;
        } catch (Exception | AssertionError _) {
            return true;
        }
    }

    /**
     * Starts Weir and blocks until it listens.
     *
     * @param toml the configuration; {@code %front%} stands for the port to listen on, {@code %home%} for the directory, whose
     *     {@code access.log} and {@code error.log} are what the logs are read from
     */
    public static WeirProcess start(String toml) throws Exception {
        for (int attempt = 1; ; attempt++) {
            ProxyHome home = new ProxyHome("weir");
            Path file = home.write("config.toml", toml);
            try {
                ArrayByteBufferPool.Tracking buffers = new ArrayByteBufferPool.Tracking();
                return new WeirProcess(Weir.start(ConfigReader.read(file), buffers), home, buffers);
            } catch (Exception e) {
                home.delete();
                if (attempt == ATTEMPTS || !isBind(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isBind(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public InetSocketAddress address() {
        SocketAddress first = weir.listeners().getFirst();
        return (InetSocketAddress) first;
    }

    @Override
    public List<String> accessLog() throws IOException {
        return home.accessLog();
    }

    @Override
    public List<String> errorLog() throws IOException {
        return home.errorLog();
    }

    public Weir weir() {
        return weir;
    }

    /** Blocks until nothing is left of all exchanges: call it when all clients have gone. */
    public void awaitNothingHeld() throws InterruptedException {
        Patience.until(() -> "the proxy to hold nothing; it holds " + held(), () -> held().equals("nothing"));
    }

    private String held() {
        Holdings now = weir.holdings();
        int files = TempFile.openFiles();
        boolean clean = now.clientConnections() + now.attempts() + now.deadlines() + files == 0;
        int leaked = buffers.getLeaks().size();
        if (clean && leaked == 0) {
            return "nothing";
        }
        return now + ", " + files + " temporary files and " + leaked + " buffers"
                + (clean ? " " + buffers.dumpLeaks() : "");
    }

    /** What lies in the proxy's directory, by its path relative to that. */
    public Path home(String name) {
        return Path.of(home.path(name));
    }

    @Override
    public void close() throws IOException {
        try {
            weir.close();
        } catch (Exception e) {
            throw new IOException("Weir did not stop", e);
        }
        home.delete();
    }

    @Override
    public String toString() {
        return "Weir";
    }
}
