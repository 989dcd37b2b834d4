package io.weir.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An installed server as a peer: a process of the test's own, in the foreground, that listens on Unix sockets in a directory of
 * the test's. A test that needs one is enabled if {@link #find} finds its program.
 */
public final class PeerProgram implements AutoCloseable {

    private final Process process;
    private final Path output;

    private PeerProgram(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Where a program is that users, or only the administrator, have on their path.
     *
     * @param glob its name, as in {@code php-fpm*}
     * @return null when it is not installed
     */
    public static @Nullable Path find(String glob) {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        for (String directory : path.split(File.pathSeparator)) {
            Path folder = Path.of(directory);
            if (!Files.isDirectory(folder)) {
                continue;
            }
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
                for (Path program : found) {
                    return program;
                }
            } catch (IOException _) {
                // A directory that cannot be read has no program for us.
            }
        }
        return null;
    }

    /** Whether everything here belongs to root: servers want to be told that this is meant. */
    public static boolean asRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Starts the program and blocks until the socket is there. */
    public static PeerProgram start(Path directory, String socket, List<String> command) throws Exception {
        Path output = directory.resolve(socket + ".out");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        PeerProgram program = new PeerProgram(process, output);
        try {
            Patience.until(
                    () -> command + " to listen: " + program.output(),
                    () -> Files.exists(directory.resolve(socket)) || !process.isAlive());
            if (!process.isAlive()) {
                throw new AssertionError(command + " did not start: " + program.output());
            }
        } catch (Throwable e) {
            program.close();
            throw e;
        }
        return program;
    }

    private String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
