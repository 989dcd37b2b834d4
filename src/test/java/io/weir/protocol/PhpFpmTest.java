package io.weir.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.Patience;
import io.weir.testing.PeerProgram;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.WeirProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fastcgi_pass} in front of the FastCGI server that most people have. */
@EnabledIf(
        value = "io.weir.protocol.PhpFpmProcess#installed",
        disabledReason = "php-fpm is not installed: FastCGI is only tested with scripted peers")
@Timeout(120)
class PhpFpmTest {

    private static final String SCRIPT = """
        <?php
        switch ($_GET['do']) {
            case 'page':
                header('X-Script: ' . $_SERVER['SCRIPT_NAME']);
                http_response_code(203);
                echo 'path=' . $_SERVER['PATH_INFO'] . ' host=' . $_SERVER['HTTP_HOST'];
                break;
            case 'post':
                $body = file_get_contents('php://input');
                echo strlen($body) . ' ' . md5($body);
                break;
            case 'download':
                for ($i = 0; $i < 1600; $i++) { echo str_repeat(chr(97 + $i % 26), 65536); }
                break;
            case 'stderr':
                error_log('something is wrong');
                echo 'fine';
                break;
        }
        """;

    private static final String CONFIG = """
        error_log = ["%%home%%/error.log", "info"]
        access_log = "off"
        client_max_body_size = "64m"
        [[upstream]]
        name = "php"
        keepalive = 4
        server = [{ address = "%s" }]
        [[server]]
        listen = "127.0.0.1:%%front%%"
        [[server.location]]
        path = "/"
        fastcgi_pass = "php"
        fastcgi_keep_conn = %s
        fastcgi_buffering = %s
        fastcgi_split_path_info = '^(.+\\.php)(/.*)$'
        [server.location.fastcgi_param]
        SCRIPT_FILENAME = "%s$fastcgi_script_name"
        SCRIPT_NAME = "$fastcgi_script_name"
        PATH_INFO = "$fastcgi_path_info"
        QUERY_STRING = "$query_string"
        REQUEST_METHOD = "$request_method"
        CONTENT_TYPE = "$content_type"
        CONTENT_LENGTH = "$content_length"
        """;

    @TempDir
    private Path directory;

    private PeerProgram fpm;

    @BeforeEach
    void startPhp() throws Exception {
        Files.writeString(directory.resolve("a.php"), SCRIPT);
        fpm = PhpFpmProcess.start(directory);
    }

    @AfterEach
    void stopPhp() throws Exception {
        fpm.close();
    }

    @ParameterizedTest(name = "keep_conn {0}")
    @ValueSource(booleans = {false, true})
    void buffered(boolean keep) throws Exception {
        everything(keep, true);
    }

    @ParameterizedTest(name = "keep_conn {0}")
    @ValueSource(booleans = {false, true})
    void unbuffered(boolean keep) throws Exception {
        everything(keep, false);
    }

    private void everything(boolean keep, boolean buffering) throws Exception {
        String config = CONFIG.formatted("unix:" + directory.resolve("fpm.sock"), keep, buffering, directory);
        try (WeirProcess weir = WeirProcess.start(config);
                RawClient client = RawClient.connect(weir.address())) {
            RawResponse page = get(client, "/a.php/info?do=page");
            assertEquals("HTTP/1.1 203 Non-Authoritative Information", page.statusLine());
            assertEquals("path=/info host=front", page.bodyText());
            assertTrue(page.headerLines().contains("X-Script: /a.php"), page.headerLines()::toString);

            String body = "0123456789abcdef".repeat(5 * 65_536);
            client.send("POST /a.php?do=post HTTP/1.1\r\nHost: front\r\nContent-Type: a/b\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body);
            assertEquals(body.length() + " " + md5(body), client.readResponse().bodyText());

            RawResponse download = get(client, "/a.php?do=download");
            assertEquals(1600 * 65_536, download.body().length);
            for (int i = 0; i < 1600; i++) {
                assertEquals((byte) (97 + i % 26), download.body()[i * 65_536]);
                assertEquals((byte) (97 + i % 26), download.body()[(i + 1) * 65_536 - 1]);
            }
            assertTrue(download.complete());

            assertEquals("fine", get(client, "/a.php?do=stderr").bodyText());
            Patience.until(
                    () -> "the script's complaint in " + errors(weir),
                    () -> errors(weir).contains("FastCGI sent in stderr: \"PHP message: something is wrong"));

            assertEquals(404, get(client, "/none.php").status());
        }
    }

    private static String errors(WeirProcess weir) {
        try {
            return String.join("\n", weir.errorLog());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static RawResponse get(RawClient client, String target) throws Exception {
        return client.send("GET " + target + " HTTP/1.1\r\nHost: front\r\n\r\n").readResponse();
    }

    private static String md5(String text) throws Exception {
        byte[] digest = java.security.MessageDigest.getInstance("MD5").digest(io.weir.testing.Bytes.of(text));
        return java.util.HexFormat.of().formatHex(digest);
    }
}
