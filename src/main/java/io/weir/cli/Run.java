package io.weir.cli;

import io.weir.Weir;
import io.weir.config.ConfigException;
import io.weir.http.ProductVersion;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** {@code weir run FILE}: from the banner to the last request. */
final class Run {

    /** Read by the JDK when the first virtual thread waits for a socket. */
    private static final String READ_POLLERS = "jdk.readPollers";

    private Run() {}

    /** Blocks until the proxy has been stopped. @return the exit status */
    static int run(Path file, boolean stopAtEof) {
        bePolledFairly();
        Weir weir;
        try {
            weir = Weir.start(file);
        } catch (ConfigException mistakes) {
            Check.print(mistakes);
            return Main.MISTAKE;
        } catch (IOException e) {
            System.err.println("weir: " + e.getMessage());
            return Main.MISTAKE;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Signals.onTerminate(() -> stop(weir, stopped), stopAtEof); // before the banner, which a supervisor may wait for
        printBanner(weir);
        giveBackMemory();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            weir.close();
        }
        return 0;
    }

    /**
     * The JVM begins with a sixty-fourth of the machine's memory as its heap and uses all of it before it collects: a proxy's
     * garbage is short-lived, so that is memory for nothing. A full collection, some milliseconds while hardly anything lives,
     * shrinks the heap to what is used; it grows again when collecting takes more than a few percent of the time.
     */
    private static void giveBackMemory() {
        System.gc();
    }

    /**
     * The JDK has as many pollers of sockets as processors, virtual threads themselves. On two cores under full load one of them
     * kept both busy with the sockets that it watches, while those of the other one waited for up to two seconds.
     */
    private static void bePolledFairly() {
        if (System.getProperty(READ_POLLERS) == null) {
            int pollers = Integer.highestOneBit(Math.max(1, Runtime.getRuntime().availableProcessors() / 4));
            System.setProperty(READ_POLLERS, Integer.toString(pollers));
        }
    }

    private static void stop(Weir weir, CountDownLatch stopped) {
        System.out.println("weir: stopping, " + weir.connections() + " client connections open");
        try {
            if (!weir.stop()) {
                System.err.println("weir: requests were still in flight after shutdown_timeout; they were cut");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped.countDown();
    }

    private static void printBanner(Weir weir) {
        long millis = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        StringBuilder banner =
                new StringBuilder("Weir " + ProductVersion.VALUE + " on JDK " + Runtime.version() + "\n");
        for (SocketAddress address : weir.listeners()) {
            banner.append("  listening on ").append(text(address)).append('\n');
        }
        if (weir.admin() != null) {
            banner.append("  admin on ").append(text(weir.admin())).append('\n');
        }
        int groups = weir.configuration().upstreams().size();
        banner.append("  ").append(groups).append(groups == 1 ? " upstream group" : " upstream groups");
        banner.append(", started in ").append(millis).append(" ms");
        System.out.println(banner);
    }

    private static String text(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> {
                String host = inet.getAddress().getHostAddress();
                yield (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
            }
            case UnixDomainSocketAddress unix -> "unix:" + unix.getPath();
            default -> address.toString();
        };
    }
}
