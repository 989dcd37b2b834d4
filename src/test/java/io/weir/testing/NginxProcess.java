package io.weir.testing;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The installed nginx as the proxy under test: one worker, in the foreground, with a configuration and a directory of its
 * own. A test that needs it is enabled if {@link #installed}, so that it is skipped where there is none.
 */
public final class NginxProcess implements ProxyUnderTest {

    private static final String FRAME = """
        daemon off;
        worker_processes 1;
        pid %%home%%/nginx.pid;
        error_log %%home%%/error.log info;
        %s
        events { worker_connections 512; }
        http {
            client_body_temp_path %%home%%/client_body;
            proxy_temp_path %%home%%/proxy;
            fastcgi_temp_path %%home%%/fastcgi;
            uwsgi_temp_path %%home%%/uwsgi;
            scgi_temp_path %%home%%/scgi;
        %s
        }
        """;
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final ProxyHome home;

    private NginxProcess(Process process, ProxyHome home) {
        this.process = process;
        this.home = home;
    }

    /** Whether {@code nginx} is on the path. */
    public static boolean installed() {
        return !executable().isEmpty();
    }

    /** What {@code nginx -v} says, as in {@code 1.22.1}. */
    public static String version() throws IOException {
        Process nginx =
                new ProcessBuilder(executable(), "-v").redirectErrorStream(true).start();
        String output = new String(nginx.getInputStream().readAllBytes());
        Matcher version = Pattern.compile("nginx/(\\S+)").matcher(output);
        return version.find() ? version.group(1) : "unknown";
    }

    private static String executable() {
        String path = System.getenv("PATH") + File.pathSeparator + "/usr/sbin" + File.pathSeparator + "/usr/local/sbin";
        for (String directory : path.split(File.pathSeparator)) {
            Path candidate = Path.of(directory, "nginx");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return "";
    }

    /**
     * Starts nginx and blocks until it listens.
     *
     * @param http the inside of {@code http { … }}; {@code %front%} stands for the port to listen on, {@code %home%} for the
     *     directory, whose {@code access.log} is what {@link #accessLog} reads
     */
    public static NginxProcess start(String http) throws IOException, InterruptedException {
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        String conf = FRAME.formatted(user, http);
        for (int attempt = 1; ; attempt++) {
            ProxyHome home = new ProxyHome("weir-nginx");
            Path file = home.write("nginx.conf", conf);
            Process process = new ProcessBuilder(executable(), "-e", home.path("error.log"), "-c", file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(home.path("output.log")))
                    .start();
            NginxProcess nginx = new NginxProcess(process, home);
            if (nginx.listens()) {
                return nginx;
            }
            String log = String.join("\n", nginx.errorLog());
            nginx.close();
            if (attempt == ATTEMPTS || !log.contains("Address already in use")) {
                throw new AssertionError("nginx did not start:\n" + log + "\n" + conf);
            }
        }
    }

    /**
     * Waits for the pid file, which nginx writes once it listens, or for the end of the process. To connect would not tell:
     * somebody else may have taken the port.
     */
    private boolean listens() throws IOException, InterruptedException {
        long end = System.nanoTime() + Patience.BOUND.toNanos();
        Path pid = Path.of(home.path("nginx.pid"));
        while (!process.waitFor(2, TimeUnit.MILLISECONDS)) {
            if (Files.exists(pid)) {
                return true;
            }
            if (System.nanoTime() - end > 0) {
                kill();
                throw Patience.expired("nginx to listen");
            }
        }
        return false;
    }

    @Override
    public InetSocketAddress address() {
        return home.address();
    }

    @Override
    public List<String> accessLog() throws IOException {
        return home.accessLog();
    }

    @Override
    public List<String> errorLog() throws IOException {
        return home.errorLog();
    }

    /**
     * Lets nginx end what its clients have left behind, such as a lingering close, and blocks until it has: a request is
     * logged when it is closed. Clients have to be closed before.
     */
    @Override
    public void close() throws IOException {
        try {
            if (process.isAlive()) {
                new ProcessBuilder("/bin/sh", "-c", "kill -QUIT " + process.pid())
                        .start()
                        .waitFor();
            }
            if (!process.waitFor(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                throw Patience.expired("nginx to stop");
            }
        } catch (InterruptedException _) {
            kill();
            Thread.currentThread().interrupt();
        }
        home.delete();
    }

    private void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public String toString() {
        return "nginx";
    }
}
