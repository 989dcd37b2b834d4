package io.weir.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program in a process of its own, with what it prints. Owns the process until it is closed. Thread-safe. */
public final class JavaProcess implements AutoCloseable {

    private final Process process;
    private final List<String> out = new ArrayList<>(); // guarded by itself
    private final List<String> err = new ArrayList<>(); // guarded by itself
    private final Thread outReader;
    private final Thread errReader;

    private JavaProcess(List<String> command) throws IOException {
        process = new ProcessBuilder(command).start();
        outReader = Thread.ofVirtual().start(() -> collect(process.inputReader(StandardCharsets.UTF_8), out));
        errReader = Thread.ofVirtual().start(() -> collect(process.errorReader(StandardCharsets.UTF_8), err));
    }

    /** The program as Maven has compiled it, on the JDK that runs the tests. */
    public static JavaProcess weir(String... args) throws IOException {
        return start(
                java(Path.of(System.getProperty("java.home"))), "-cp", System.getProperty("java.class.path"), args);
    }

    /** Another program of the tests. */
    public static JavaProcess program(Class<?> main, String... args) throws IOException {
        Path java = java(Path.of(System.getProperty("java.home")));
        List<String> command = new ArrayList<>(List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return new JavaProcess(command);
    }

    /** A packaged program, on the JDK that runs the tests. */
    public static JavaProcess jar(Path jar, String... args) throws IOException {
        return start(java(Path.of(System.getProperty("java.home"))), "-jar", jar.toString(), args);
    }

    /** The program's first class, on another JDK. */
    public static JavaProcess onOtherJdk(Path javaHome, String... args) throws IOException {
        return start(java(javaHome), "-cp", System.getProperty("java.class.path"), args);
    }

    private static JavaProcess start(Path java, String option, String value, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(java.toString(), option, value));
        if (option.equals("-cp")) {
            command.add("io.weir.Launcher");
        }
        command.addAll(List.of(args));
        return new JavaProcess(command);
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    private static void collect(BufferedReader from, List<String> into) {
        try (from) {
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                synchronized (into) {
                    into.add(line);
                }
            }
        } catch (IOException | UncheckedIOException ended) {
            // Killed.
        }
    }

    /** Lines of standard output so far. */
    public List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    /** Lines of standard error so far. */
    public List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    /** Blocks until a line of standard output contains the text, and returns it. */
    public String awaitOut(String text) throws InterruptedException {
        Patience.until(
                () -> "\"" + text + "\" from the process, which said " + out() + err(),
                () -> !process.isAlive() || out().stream().anyMatch(line -> line.contains(text)));
        return out().stream()
                .filter(line -> line.contains(text))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the process has ended and said " + out() + err()));
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // the process's own method would close its output, too
    }

    /** Writes a line to its standard input. */
    public void say(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** SIGSTOP, SIGCONT, SIGKILL. Blocks until it is sent. */
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Blocks until it has ended and everything it printed is here; returns its exit status. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Patience.expired("the end of the process, which said " + out() + err());
        }
        outReader.join();
        errReader.join();
        return process.exitValue();
    }

    /** The most memory that it has ever had resident, in bytes; −1 where the system does not tell. */
    public long peakResidentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.exists(status)) {
            return -1;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return -1;
    }

    /** Kills it. */
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
