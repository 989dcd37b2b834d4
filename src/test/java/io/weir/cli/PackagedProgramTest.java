package io.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.FakeDns;
import io.weir.testing.FakePeer;
import io.weir.testing.JavaProcess;
import io.weir.testing.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, as a user starts it: that everything it needs is in the JAR. Run after it was packaged. */
@Timeout(60)
class PackagedProgramTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: front\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone";
    private static final Path JAR = Path.of("target", "weir.jar");

    @TempDir
    Path home;

    private FakePeer peer;

    @BeforeEach
    void open() throws Exception {
        peer = FakePeer.scripted();
    }

    @AfterEach
    void close() throws Exception {
        peer.close();
    }

    /** A generous bound, because the machine may be busy; the figure is printed. */
    @Test
    void servesItsFirstRequestSoon() throws Exception {
        peer.accept().readHead().send(OK);
        long start = System.nanoTime();
        try (JavaProcess weir = JavaProcess.jar(JAR, "run", config("", "http://" + peer.name()))) {
            try (RawClient client = RawClient.connect(address(weir))) {
                assertEquals("done", client.send(GET).readResponse().bodyText());
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                System.out.println("from the start of the process to the first response: " + took.toMillis() + " ms; "
                        + weir.awaitOut("started in").strip());
                assertTrue(took.compareTo(Duration.ofSeconds(3)) < 0, () -> "took " + took);
            }
        }
    }

    @Test
    void resolvesNames() throws Exception {
        try (FakeDns dns = FakeDns.start()) {
            dns.a("peer.test", 60, "127.0.0.1");
            peer.accept().readHead().send(OK);
            String port = peer.name().substring(peer.name().indexOf(':'));
            String keys = "resolver = \"" + dns.address() + "\"\n";
            try (JavaProcess weir = JavaProcess.jar(JAR, "run", config(keys, "http://${arg_host}" + port));
                    RawClient client = RawClient.connect(address(weir))) {
                String get = GET.replace("GET / ", "GET /?host=peer.test ");
                assertEquals("done", client.send(get).readResponse().bodyText());
            }
        }
    }

    @Test
    void servesTheRuntimeApi() throws Exception {
        String keys = "admin = { listen = \"127.0.0.1:0\" }\n";
        try (JavaProcess weir = JavaProcess.jar(JAR, "run", config(keys, "http://" + peer.name()))) {
            String admin = weir.awaitOut("admin on").replaceAll(".* ", "");
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + admin + "/upstreams"))
                    .build();
            try (HttpClient client = HttpClient.newHttpClient()) {
                HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertEquals(200, response.statusCode());
                assertTrue(response.body().contains(peer.name()), response::body);
            }
        }
    }

    private static InetSocketAddress address(JavaProcess weir) throws InterruptedException {
        int port = Integer.parseInt(weir.awaitOut("listening on").replaceAll(".*:", ""));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private String config(String keys, String pass) throws IOException {
        return Files.writeString(home.resolve("config.toml"), """
            access_log = "%s/access.log"
            error_log = "%s/error.log"
            %s
            [[server]]
            listen = "127.0.0.1:0"
              [[server.location]]
              path = "/"
              proxy_pass = "%s"
            """.formatted(home, home, keys, pass))
                .toString();
    }
}
