package io.weir.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import io.weir.testing.WeirProcess;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What can happen while a file is being sent that fits no socket's buffers. */
@Timeout(30)
class LargeFileTest {

    private static final long SIZE = 64L << 20;

    private static final String REQUEST = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir
    Path directory;

    @Test
    void isSentWhole() throws Exception {
        try (WeirProcess weir = serving();
                RawClient client = RawClient.connect(weir.address())) {
            RawResponse response = client.send(REQUEST).readResponse();
            assertTrue(response.complete());
            assertEquals(SIZE, response.body().length);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothingBehind() throws Exception {
        try (WeirProcess weir = serving()) {
            try (RawClient client = RawClient.connect(weir.address())) {
                client.send(REQUEST).readHead();
                client.readExactly(1000);
            }
            weir.awaitNothingHeld();
        }
    }

    @Test
    void aFileThatBecomesShorterCutsTheConnection() throws Exception {
        try (WeirProcess weir = serving();
                RawClient client = RawClient.connect(weir.address())) {
            client.send(REQUEST);
            client.readHead();
            try (RandomAccessFile file =
                    new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
                file.setLength(1);
            }
            assertTrue(client.readToEnd().length < SIZE);
            weir.awaitNothingHeld();
            assertTrue(weir.errorLog().stream().anyMatch(line -> line.contains("the file ends at")));
            assertFalse(weir.accessLog().stream().anyMatch(line -> line.contains("OK")));
        }
    }

    private WeirProcess serving() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("large").toFile(), "rw")) {
            file.setLength(SIZE);
        }
        return WeirProcess.start("""
            log_format = { ended = "$request_completion" }
            access_log = ["%%home%%/access.log", "ended"]
            error_log = "%%home%%/error.log"
            [[server]]
            listen = "127.0.0.1:%%front%%"
            root = "%s"
            """.formatted(directory));
    }
}
