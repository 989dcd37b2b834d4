package io.weir.endtoend;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.weir.testing.Bench;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.ContentResponse;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamRequestContent;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weir between two implementations of HTTP that are not ours: WireMock as the upstream, Jetty's client as the client. */
@Timeout(60)
class WellBehavedUpstreamTest {

    private static final int LARGE = 20 << 20;

    @RegisterExtension
    final Bench bench = new Bench();

    private final WireMockServer upstream =
            new WireMockServer(options().dynamicPort().containerThreads(40));
    private final HttpClient client = new HttpClient();

    @BeforeEach
    void open() throws Exception {
        upstream.start();
        client.setMaxConnectionsPerDestination(200);
        client.start();
        client.getContentDecoderFactories().clear();
    }

    /** Before the bench looks for what is left: extensions come after methods. */
    @AfterEach
    void close() throws Exception {
        client.stop();
        upstream.stop();
    }

    private void proxy(String... keys) throws Exception {
        bench.start("""
            [[upstream]]
            name = "up"
            server = [{ address = "127.0.0.1:%d" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
              client_max_body_size = 0
            """.formatted(upstream.port()) + String.join("\n", keys) + "\n");
    }

    private Request request(HttpMethod method, String target) {
        return client.newRequest("http://127.0.0.1:" + bench.weir().address().getPort() + target)
                .method(method)
                .timeout(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void methodsPassWithTheirBodiesAndAnswers(String method) throws Exception {
        upstream.stubFor(any(urlEqualTo("/thing?a=1%202"))
                .willReturn(aResponse()
                        .withStatus(method.equals("POST") ? 201 : 200)
                        .withHeader("X-Answer", "yes")
                        .withBody("answer to " + method)));
        proxy();
        Request request = request(HttpMethod.fromString(method), "/thing?a=1%202")
                .headers(fields -> fields.put("X-Ask", "please"));
        boolean hasBody = List.of("POST", "PUT", "PATCH").contains(method);
        if (hasBody) {
            request.body(new BytesRequestContent("text/plain", "question".getBytes()));
        }
        ContentResponse response = request.send();
        assertEquals(method.equals("POST") ? 201 : 200, response.getStatus());
        assertEquals("yes", response.getHeaders().get("X-Answer"));
        assertEquals(method.equals("HEAD") ? "" : "answer to " + method, response.getContentAsString());
        LoggedRequest seen = upstream.getAllServeEvents().getFirst().getRequest();
        assertEquals(method, seen.getMethod().getName());
        assertEquals("/thing?a=1%202", seen.getUrl());
        assertEquals("please", seen.getHeader("X-Ask"));
        assertEquals(hasBody ? "question" : "", seen.getBodyAsString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy_buffering = true", "proxy_buffering = false", "proxy_max_temp_file_size = 0"})
    void largeResponseArrivesUnchanged(String setting) throws Exception {
        byte[] body = random(LARGE);
        upstream.stubFor(get(urlEqualTo("/large")).willReturn(aResponse().withBody(body)));
        proxy(setting);
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request(HttpMethod.GET, "/large").send(listener);
        Response response = listener.get(30, TimeUnit.SECONDS);
        assertEquals(200, response.getStatus());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long count = 0;
        try (InputStream in = listener.getInputStream()) {
            byte[] piece = new byte[64 * 1024];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                digest.update(piece, 0, n);
                count += n;
            }
        }
        assertEquals(LARGE, count);
        assertEquals(checksum(body), HexFormat.of().formatHex(digest.digest()));
    }

    /** @param declared whether the client sends the length, or chunks */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void largeRequestArrivesUnchanged(boolean buffered, boolean declared) throws Exception {
        byte[] body = random(LARGE);
        upstream.stubFor(any(anyUrl()).willReturn(aResponse().withBody("thanks")));
        proxy("proxy_request_buffering = " + buffered);
        ContentResponse response = request(HttpMethod.PUT, "/large")
                .body(
                        declared
                                ? new BytesRequestContent(body)
                                : new InputStreamRequestContent(new ByteArrayInputStream(body)))
                .send();
        assertEquals("thanks", response.getContentAsString());
        LoggedRequest seen = upstream.getAllServeEvents().getFirst().getRequest();
        assertEquals(checksum(body), checksum(seen.getBody()));
        assertEquals(declared || buffered ? Integer.toString(LARGE) : null, seen.getHeader("Content-Length"));
    }

    @Test
    void compressedBodyIsPassedAsItIs() throws Exception {
        String text = "the same over and over ".repeat(10_000);
        upstream.stubFor(get(urlEqualTo("/text")).willReturn(aResponse().withBody(text)));
        proxy();
        ContentResponse response = request(HttpMethod.GET, "/text")
                .headers(fields -> fields.put(HttpHeader.ACCEPT_ENCODING, "gzip"))
                .send();
        assertEquals("gzip", response.getHeaders().get(HttpHeader.CONTENT_ENCODING));
        assertTrue(response.getContent().length < text.length() / 10);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.getContent()))) {
            assertArrayEquals(text.getBytes(), in.readAllBytes());
        }
    }

    @Test
    void cookiesGoThereAndBack() throws Exception {
        upstream.stubFor(get(urlEqualTo("/login"))
                .willReturn(aResponse()
                        .withHeader("Set-Cookie", "a=1; Path=/", "b=2; Path=/; HttpOnly")
                        .withBody("in")));
        upstream.stubFor(get(urlEqualTo("/inside")).willReturn(aResponse().withBody("hello")));
        proxy();
        assertEquals(
                List.of("a=1; Path=/", "b=2; Path=/; HttpOnly"),
                request(HttpMethod.GET, "/login").send().getHeaders().getValuesList(HttpHeader.SET_COOKIE));
        assertEquals("hello", request(HttpMethod.GET, "/inside").send().getContentAsString());
        LoggedRequest seen =
                upstream.findAll(getRequestedFor(urlEqualTo("/inside"))).getFirst();
        assertEquals("1", seen.getCookies().get("a").getValue());
        assertEquals("2", seen.getCookies().get("b").getValue());
    }

    /** The upstream names itself; the client follows to the proxy, as it would to nginx. */
    @Test
    void redirectToTheUpstreamItselfLeadsBackToTheProxy() throws Exception {
        upstream.stubFor(get(urlEqualTo("/old"))
                .willReturn(aResponse().withStatus(302).withHeader("Location", "http://up/new?x=y")));
        upstream.stubFor(get(urlEqualTo("/new?x=y")).willReturn(aResponse().withBody("arrived")));
        proxy();
        ContentResponse response = request(HttpMethod.GET, "/old").send();
        assertEquals("arrived", response.getContentAsString());
        assertEquals(
                bench.weir().address().getPort(), response.getRequest().getURI().getPort());
        bench.awaitAccess("request=[GET /new?x=y HTTP/1.1]");
    }

    @Test
    void manyClientsAtOnceGetEachItsOwn() throws Exception {
        int clients = 60;
        int each = 20;
        Random random = new Random(11);
        byte[][] bodies = new byte[8][];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = new byte[1 << (2 * i + 3)];
            random.nextBytes(bodies[i]);
            upstream.stubFor(
                    get(urlEqualTo("/body/" + i)).willReturn(aResponse().withBody(bodies[i])));
        }
        proxy();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int c = 0; c < clients; c++) {
                int first = c;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        int which = (first + i) % bodies.length;
                        ContentResponse response =
                                request(HttpMethod.GET, "/body/" + which).send();
                        assertEquals(200, response.getStatus());
                        assertArrayEquals(bodies[which], response.getContent());
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertTrue(bench.holdings().idlePeerConnections() <= 32);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    private static String checksum(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
