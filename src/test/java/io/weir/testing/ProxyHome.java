package io.weir.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The temporary directory and the port of one proxy under test. Configuration text refers to them as {@code %home%} and
 * {@code %front%}; logs are {@code %home%/access.log} and {@code %home%/error.log}.
 */
final class ProxyHome {

    private final Path directory;
    private final int port;
    private @Nullable List<String> accessLog;
    private @Nullable List<String> errorLog;

    ProxyHome(String prefix) throws IOException {
        directory = Files.createTempDirectory(prefix);
        port = freePort();
    }

    /**
     * A port that is free now; another process may still take it before the proxy does, so starting is tried more than once.
     * It lies below the range that the system gives to outgoing connections and to whoever binds port 0.
     */
    private static int freePort() throws IOException {
        while (true) {
            int candidate = ThreadLocalRandom.current().nextInt(10_240, 32_000);
            try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Taken: try the next.
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    String path(String name) {
        return directory.resolve(name).toString();
    }

    Path write(String name, String text) throws IOException {
        String filled = text.replace("%home%", directory.toString()).replace("%front%", Integer.toString(port));
        return Files.writeString(directory.resolve(name), filled, StandardCharsets.UTF_8);
    }

    List<String> accessLog() throws IOException {
        return accessLog != null ? accessLog : lines("access.log");
    }

    List<String> errorLog() throws IOException {
        return errorLog != null ? errorLog : lines("error.log");
    }

    private List<String> lines(String name) throws IOException {
        try {
            return Files.readAllLines(directory.resolve(name), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }

    /** Keeps the logs in memory and deletes the directory. */
    void delete() throws IOException {
        accessLog = accessLog();
        errorLog = errorLog();
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.deleteIfExists(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (NoSuchFileException _) {
            // Closed twice.
        }
    }
}
