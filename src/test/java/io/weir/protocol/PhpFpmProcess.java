package io.weir.protocol;

import io.weir.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The installed PHP FastCGI server, in the foreground, on a Unix socket in a directory of its own. */
final class PhpFpmProcess implements AutoCloseable {

    private static final String CONFIG = """
        [global]
        daemonize = no
        error_log = %1$s/fpm.log
        [www]
        listen = %1$s/fpm.sock
        pm = static
        pm.max_children = 2
        %2$s
        php_admin_value[post_max_size] = 64M
        php_admin_value[log_errors] = on
        php_admin_value[memory_limit] = 256M
        """;

    private final Process process;
    private final Path directory;

    private PhpFpmProcess(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static boolean installed() {
        return executable() != null;
    }

    private static @Nullable Path executable() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        for (String directory : path.split(File.pathSeparator)) {
            Path folder = Path.of(directory);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "php-fpm*")) {
                for (Path program : found) {
                    return program;
                }
            } catch (IOException _) {
                // A directory that cannot be read has no program for us.
            }
        }
        return null;
    }

    /** Blocks until it listens. */
    static PhpFpmProcess start(Path directory) throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        Path config = directory.resolve("fpm.conf");
        Files.writeString(config, CONFIG.formatted(directory, root ? "user = root\ngroup = root" : ""));
        ProcessBuilder builder = root
                ? new ProcessBuilder(executable().toString(), "-n", "-F", "-R", "-y", config.toString())
                : new ProcessBuilder(executable().toString(), "-n", "-F", "-y", config.toString());
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("fpm.out").toFile())
                .start();
        PhpFpmProcess fpm = new PhpFpmProcess(process, directory);
        Patience.until(
                () -> "php-fpm to listen: " + fpm.output(),
                () -> Files.exists(directory.resolve("fpm.sock")) || !process.isAlive());
        return fpm;
    }

    private String output() {
        try {
            return Files.readString(directory.resolve("fpm.out"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    String address() {
        return "unix:" + directory.resolve("fpm.sock");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
    }
}
