package io.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.AccessLogConfig;
import io.weir.config.AccessLogConfig.Escape;
import io.weir.config.ErrorLogConfig;
import io.weir.config.ErrorLogConfig.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class AccessLogTest {

    private static final String COMBINED = "$remote_addr - $remote_user [$time_local] \"$request\" $status "
            + "$body_bytes_sent \"$http_referer\" \"$http_user_agent\"";

    @TempDir
    Path directory;

    private ErrorLog errors;
    private AccessLog log;

    @BeforeEach
    void open() throws IOException {
        errors = ErrorLog.open(new ErrorLogConfig(directory.resolve("error.log"), Level.WARN), LogTime.system());
        log = new AccessLog(errors);
    }

    @AfterEach
    void close() {
        log.close();
        errors.close();
    }

    private static String read(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static void awaitThat(BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), "waited for half a minute");
            Thread.yield();
        }
    }

    @Test
    void theCombinedFormatIsThatOfNginx() throws IOException {
        Path file = directory.resolve("access.log");
        AccessLog.Line line = log.compile(MapScope.config(file, COMBINED, Escape.DEFAULT, null));

        line.write(new MapScope()
                .with("remote_addr", "127.0.0.1")
                .with("time_local", "22/Nov/2026:04:00:00 +0000")
                .with("request", "GET /\u00e4\"\\\u0001 HTTP/1.1")
                .with("status", "200")
                .with("body_bytes_sent", "12")
                .with("http_user_agent", ""));
        log.flush();

        assertEquals(
                "127.0.0.1 - - [22/Nov/2026:04:00:00 +0000] \"GET /\\xE4\\x22\\x5C\\x01 HTTP/1.1\" 200 12 \"-\" \"\"\n",
                read(file));
    }

    @ParameterizedTest
    @EnumSource(Escape.class)
    void valuesAreEscapedAndTextIsNot(Escape escape) throws IOException {
        Path file = directory.resolve("access.log");
        AccessLog.Line line = log.compile(MapScope.config(file, "\"\\\u00e4[$uri][$args]", escape, null));

        line.write(new MapScope().with("uri", "a\"\\\n\r\t\b\f\u0000\u001f\u007f\u00ff"));
        log.flush();

        String expected = switch (escape) {
            case DEFAULT -> "a\\x22\\x5C\\x0A\\x0D\\x09\\x08\\x0C\\x00\\x1F\\x7F\\xFF][-]";
            case JSON -> "a\\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001F\u007f\u00ff][]";
            case NONE -> "a\"\\\n\r\t\b\f\u0000\u001f\u007f\u00ff][]";
        };
        assertEquals("\"\\\u00c3\u00a4[" + expected + "\n", read(file));
    }

    @Test
    void aConditionThatIsEmptyOrZeroSuppressesTheLine() throws IOException {
        Path file = directory.resolve("access.log");
        AccessLog.Line line = log.compile(MapScope.config(file, "$uri", Escape.DEFAULT, "$arg_log"));

        line.write(new MapScope().with("uri", "/missing"));
        line.write(new MapScope().with("uri", "/empty").with("arg_log", ""));
        line.write(new MapScope().with("uri", "/zero").with("arg_log", "0"));
        line.write(new MapScope().with("uri", "/double").with("arg_log", "00"));
        line.write(new MapScope().with("uri", "/one").with("arg_log", "1"));
        log.flush();

        assertEquals("/double\n/one\n", read(file));
    }

    @Test
    void linesOfManyThreadsAreNeitherLostNorTorn() throws Exception {
        int threads = 10;
        int lines = 1_000;
        Path file = directory.resolve("new/directory/access.log");
        AccessLogConfig first = MapScope.config(file, "$uri $args end", Escape.DEFAULT, null);
        AccessLogConfig second = MapScope.config(file, "$uri $args end", Escape.JSON, null);
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> running = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            String name = "/thread" + thread;
            AccessLog.Line line = log.compile(thread % 2 == 0 ? first : second);
            running.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                } catch (InterruptedException _) {
                    return;
                }
                for (int number = 0; number < lines; number++) {
                    line.write(new MapScope().with("uri", name).with("args", number + "x".repeat(number % 700)));
                }
            }));
        }
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        log.close();

        Map<String, Integer> next = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            assertEquals(3, words.length, line);
            int number = next.merge(words[0], 1, Integer::sum) - 1;
            assertEquals(number + "x".repeat(number % 700), words[1]);
            assertEquals("end", words[2]);
        }
        assertEquals(threads, next.size());
        assertTrue(next.values().stream().allMatch(count -> count == lines), next.toString());
    }

    @Test
    void aProducerWaitsForRoomAndLosesNothing() throws Exception {
        Path file = directory.resolve("access.log");
        LogWriter writer = new LogWriter();
        LogFile target = new LogFile(file, errors);
        writer.register(target);
        byte[] line = ("x".repeat(1023) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        int fitting = LogFile.CAPACITY / line.length;
        for (int number = 0; number < fitting; number++) {
            writer.append(target, line, line.length);
        }

        Thread producer = Thread.ofPlatform().start(() -> writer.append(target, line, line.length));
        awaitThat(() -> producer.getState() == Thread.State.WAITING);
        assertEquals(0, Files.size(file));
        writer.start();
        producer.join();
        writer.close();

        assertEquals((fitting + 1L) * line.length, Files.size(file));
    }

    @Test
    void aLineLongerThanTheWholeCapacityIsWritten() throws IOException {
        Path file = directory.resolve("access.log");
        AccessLog.Line line = log.compile(MapScope.config(file, "$uri", Escape.DEFAULT, null));
        String longest = "x".repeat(LogFile.CAPACITY + 1);

        line.write(new MapScope().with("uri", "/"));
        line.write(new MapScope().with("uri", longest));
        log.flush();

        assertEquals("/\n" + longest + "\n", read(file));
    }

    @Test
    void anIdleLogWritesALineWithoutBeingAsked() throws IOException {
        Path file = directory.resolve("access.log");
        AccessLog.Line line = log.compile(MapScope.config(file, "$uri", Escape.DEFAULT, null));

        for (int number = 1; number <= 50; number++) {
            line.write(new MapScope().with("uri", "/"));
            long size = 2L * number;
            awaitThat(() -> file.toFile().length() == size);
        }

        assertEquals("/\n".repeat(50), read(file));
    }

    @Test
    void reopeningFollowsTheNameAfterARotation() throws IOException {
        Path file = directory.resolve("access.log");
        Path rotated = directory.resolve("access.log.1");
        AccessLog.Line line = log.compile(MapScope.config(file, "$uri", Escape.DEFAULT, null));

        line.write(new MapScope().with("uri", "/1"));
        log.flush();
        Files.move(file, rotated);
        line.write(new MapScope().with("uri", "/2"));
        log.reopen();
        line.write(new MapScope().with("uri", "/3"));
        log.close();
        line.write(new MapScope().with("uri", "/late"));
        log.reopen();

        assertEquals("/1\n/2\n", read(rotated));
        assertEquals("/3\n", read(file));
    }

    @Test
    void aFileThatCannotBeReopenedIsReportedOnceAndTheOldOneKept() throws IOException {
        Path parent = directory.resolve("logs");
        Path moved = directory.resolve("moved");
        Path file = parent.resolve("access.log");
        AccessLog.Line line = log.compile(MapScope.config(file, "$uri", Escape.DEFAULT, null));
        Files.move(parent, moved);
        Files.writeString(parent, "in the way");

        log.reopen();
        log.reopen();
        line.write(new MapScope().with("uri", "/kept"));
        log.flush();

        assertEquals("/kept\n", read(moved.resolve("access.log")));
        List<String> reports = Files.readAllLines(directory.resolve("error.log"));
        assertEquals(1, reports.size(), reports.toString());
        assertTrue(reports.getFirst().contains("[alert] "), reports.toString());
        assertTrue(reports.getFirst().contains("open() \"" + file + "\" failed ("), reports.toString());
    }

    @Test
    void aLogThatCannotBeOpenedIsAnError() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        AccessLogConfig config = MapScope.config(directory.resolve("file/access.log"), "$uri", Escape.DEFAULT, null);

        assertThrows(IOException.class, () -> log.compile(config));
    }

    @Test
    void anExistingFileIsContinued() throws IOException {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "before\n");

        log.compile(MapScope.config(file, "$uri", Escape.DEFAULT, null)).write(new MapScope().with("uri", "/"));
        log.close();

        assertEquals("before\n/\n", read(file));
    }
}
