package io.weir.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every example of docs/admin-api.md does what the page says, one after the other. */
@Timeout(60)
class AdminApiPageTest {

    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    @RegisterExtension
    final Bench bench = new Bench();

    private record Example(List<String> command, String answer) {}

    @Test
    void everyExampleIsTrue() throws Exception {
        FakePeer first = bench.add(FakePeer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        FakePeer second = bench.add(FakePeer.refusing());
        String page = Files.readString(Path.of("docs", "admin-api.md"))
                .replace("127.0.0.1:9000", first.name())
                .replace("127.0.0.1:9001", second.name());
        bench.start("\n"
                + blocks(page, "toml")
                        .getFirst()
                        .replace("127.0.0.1:9347", "127.0.0.1:0")
                        .replace("127.0.0.1:8080", "127.0.0.1:%front%"));
        bench.get().readResponse();
        bench.get().readResponse();
        List<Example> examples = new ArrayList<>();
        blocks(page, "console").forEach(block -> examples.addAll(examples(block)));
        assertTrue(examples.size() >= 8, examples.size() + " examples");
        for (Example example : examples) {
            assertEquals(
                    steady(example.answer()),
                    steady(run(example.command())),
                    example.command().toString());
        }
    }

    private static List<String> blocks(String page, String language) {
        return BLOCK.matcher(page)
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .toList();
    }

    private static List<Example> examples(String block) {
        List<Example> examples = new ArrayList<>();
        for (String example : block.split("(?m)^\\$ ")) {
            if (!example.isBlank()) {
                int end = example.indexOf('\n');
                examples.add(new Example(words(example.substring(0, end)), example.substring(end)));
            }
        }
        return examples;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }

    /** Without what differs from run to run: line ends for the reader, times. */
    private static String steady(String json) {
        return json.replaceAll("\n\\s*", "")
                .replaceAll("\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"", "\"TIME\"")
                .replaceAll("\"(p50|p90|p99)\":[0-9.E-]+", "\"$1\":0");
    }

    private String run(List<String> curl) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        String method = "GET";
        String body = null;
        for (int i = 1; i < curl.size(); i++) {
            switch (curl.get(i)) {
                case "-X" -> method = curl.get(++i);
                case "-d" -> body = curl.get(++i);
                case "-H" -> {
                    String[] field = curl.get(++i).split(": ", 2);
                    request.header(field[0], field[1]);
                }
                default -> request.uri(URI.create(curl.get(i).replace("9347", Integer.toString(port()))));
            }
        }
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString()).body();
        }
    }

    private int port() {
        return Objects.requireNonNull(bench.weir().weir().admin()).getPort();
    }
}
