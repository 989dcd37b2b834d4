package io.weir.testing;

import io.weir.Holdings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Weir between one raw client and one scripted peer, for one test; more of each where a test wants them. After each test
 * the scripts must have come to their ends, and the proxy must hold nothing any more: no connection, attempt, buffer, deadline
 * or temporary file, and must have logged no defect.
 */
public final class Bench implements BeforeEachCallback, AfterEachCallback {

    /** What the access log of every test says. */
    private static final String LOG = "status=$status upstream=$upstream_status peer=$upstream_addr"
            + " completion=$request_completion body=$body_bytes_sent request=[$request]";

    private final List<FakePeer> peers = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();
    private @Nullable FakePeer peer;
    private @Nullable WeirProcess weir;

    @Override
    public void beforeEach(ExtensionContext context) {
        peers.clear();
        clients.clear();
        peer = null;
        weir = null;
    }

    /** The scripted peer of this test. */
    public FakePeer peer() throws IOException {
        if (peer == null) {
            peer = add(FakePeer.scripted());
        }
        return peer;
    }

    /** One more peer, ended with the test. */
    public FakePeer add(FakePeer more) {
        peers.add(more);
        return more;
    }

    /** Starts Weir with one location that passes everything to the peer; {@code keys} are further lines of that location. */
    public WeirProcess proxy(String... keys) throws Exception {
        return proxyTo(peer(), keys);
    }

    public WeirProcess proxyTo(FakePeer to, String... keys) throws Exception {
        return start("""
            [[upstream]]
            name = "up"
            server = [{ address = "%s" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
            """.formatted(to.name()) + String.join("\n", keys) + "\n");
    }

    /** Starts Weir with this configuration, to which logs are added. */
    public WeirProcess start(String toml) throws Exception {
        weir = WeirProcess.start("""
            access_log = ["%home%/access.log", "bench"]
            error_log = ["%home%/error.log", "info"]
            proxy_temp_path = "%home%/proxy_temp"
            client_body_temp_path = "%home%/client_temp"
            """ + topLevel(toml) + "[log_format]\nbench = '" + LOG + "'\n" + tables(toml));
        return weir;
    }

    private static String topLevel(String toml) {
        return toml.substring(0, firstTable(toml));
    }

    private static String tables(String toml) {
        return toml.substring(firstTable(toml));
    }

    private static int firstTable(String toml) {
        return toml.startsWith("[[") ? 0 : toml.indexOf("\n[[") + 1;
    }

    public WeirProcess weir() {
        if (weir == null) {
            throw new IllegalStateException("Weir was not started");
        }
        return weir;
    }

    public Holdings holdings() {
        return weir().weir().holdings();
    }

    /** A new connection to the proxy, ended with the test. */
    public RawClient client() throws IOException {
        RawClient client = RawClient.connect(weir().address());
        clients.add(client);
        return client;
    }

    /** A new connection to the proxy whose receive buffer is small. */
    public RawClient narrowClient() throws IOException {
        RawClient client = RawClient.connectNarrow(weir().address());
        clients.add(client);
        return client;
    }

    /** Sends bytes on a new connection. */
    public RawClient send(String bytes) throws IOException {
        return client().send(bytes);
    }

    /** Sends a GET for {@code /} on a new connection. */
    public RawClient get() throws IOException {
        return send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
    }

    /** Blocks until a line of the access log contains the text. */
    public String awaitAccess(String text) throws InterruptedException {
        return awaitLine("access log", () -> weir().accessLog(), line -> line.contains(text), text);
    }

    /** Blocks until a line of the error log contains the text. */
    public String awaitError(String text) throws InterruptedException {
        return awaitLine("error log", () -> weir().errorLog(), line -> line.contains(text), text);
    }

    /** Whether a line of the error log contains the text now. */
    public boolean hasError(String text) throws IOException {
        return weir().errorLog().stream().anyMatch(line -> line.contains(text));
    }

    private interface Log {
        List<String> lines() throws IOException;
    }

    private static String awaitLine(String name, Log log, Predicate<String> wanted, String text)
            throws InterruptedException {
        List<String> found = new ArrayList<>();
        Patience.until(
                () -> "\"" + text + "\" in the " + name + ", which says:\n" + String.join("\n", lines(log)), () -> {
                    lines(log).stream().filter(wanted).findFirst().ifPresent(found::add);
                    return !found.isEmpty();
                });
        return found.getFirst();
    }

    private static List<String> lines(Log log) {
        try {
            return log.lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        boolean passed = context.getExecutionException().isEmpty();
        try {
            if (passed) {
                for (FakePeer each : peers) {
                    each.awaitScript();
                }
            }
            for (RawClient client : clients) {
                client.close();
            }
            if (passed && weir != null) {
                weir.awaitNothingHeld();
            }
        } finally {
            for (FakePeer each : peers) {
                each.close();
            }
            if (weir != null) {
                weir.close();
            }
        }
        if (weir != null && weir.errorLog().stream().anyMatch(line -> line.contains("[alert]"))) {
            throw new AssertionError("a defect was logged:\n" + String.join("\n", weir.errorLog()));
        }
        if (!passed && weir != null) {
            System.out.println(context.getDisplayName() + " failed; error log:\n" + String.join("\n", weir.errorLog())
                    + "\naccess log:\n" + String.join("\n", weir.accessLog()));
        }
    }
}
