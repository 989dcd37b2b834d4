package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.Bytes;
import io.weir.testing.NginxProcess;
import io.weir.testing.ProxyUnderTest;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.WeirProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The same requests to the same running servers, through Weir and, where it is installed, through nginx. */
final class SideBySide {

    /**
     * What came of the requests.
     *
     * @param responses Weir's, in order; nginx's are the same
     * @param errors warnings and errors, from the text to the phase: Weir's; nginx's are the same
     */
    record Seen(List<RawResponse> responses, List<String> errors) {
        List<String> bodies() {
            return responses.stream().map(RawResponse::bodyText).toList();
        }

        List<Integer> statuses() {
            return responses.stream().map(RawResponse::status).toList();
        }
    }

    private SideBySide() {}

    /**
     * Sends the requests one after the other, on one connection as long as it lasts.
     *
     * @param http the inside of {@code http { … }}; a server listens on {@code 127.0.0.1:%front%}
     */
    static Seen ask(String http, String... requests) throws Exception {
        String shared = "access_log off; client_max_body_size 64m;\n" + http;
        WeirProcess weir = WeirProcess.start(
                "error_log = [\"%home%/error.log\", \"info\"]\n" + TomlText.write(Directive.parse(shared)));
        Seen seen = through(weir, requests);
        if (NginxProcess.installed()) {
            assertEquals(text(through(NginxProcess.start(shared), requests)), text(seen));
        }
        return seen;
    }

    static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: front\r\n\r\n";
    }

    private static Seen through(ProxyUnderTest proxy, String... requests) throws Exception {
        List<RawResponse> responses = new ArrayList<>();
        try (proxy) {
            RawClient client = RawClient.connect(proxy.address());
            for (String request : requests) {
                client.send(request);
                RawResponse response =
                        request.startsWith("HEAD ") ? client.readResponseToHead() : client.readResponse();
                responses.add(response);
                if (!response.complete() || response.headerLines().contains("Connection: close")) {
                    client.close();
                    client = RawClient.connect(proxy.address());
                }
            }
            client.close();
            if (proxy instanceof WeirProcess weir) {
                weir.awaitNothingHeld();
            }
        }
        List<String> errors = Observation.errors(proxy.errorLog()).stream()
                .filter(line -> !line.contains(" is buffered to a temporary file ")) // whose name is never the same
                .toList();
        return new Seen(responses, errors);
    }

    private static String text(Seen seen) {
        StringBuilder text = new StringBuilder();
        for (RawResponse response : seen.responses()) {
            Stream<String> compared = response.headerLines().stream()
                    .filter(line -> !line.startsWith("Date:") && !line.startsWith("Server:"))
                    .sorted();
            // Proxies sign pages of their own.
            String body = response.bodyText().replaceAll("(?i)<center>(nginx|Weir)[^<]*</center>", "");
            text.append(response.statusLine()).append('\n');
            compared.filter(line -> body.equals(response.bodyText()) || !line.startsWith("Content-Length:"))
                    .forEach(line -> text.append(line).append('\n'));
            text.append(response.complete() ? "whole " : "cut ")
                    .append(body.length())
                    .append(' ')
                    .append(java.util.Arrays.hashCode(Bytes.of(body)))
                    .append('\n');
        }
        return text + String.join("\n", seen.errors());
    }
}
