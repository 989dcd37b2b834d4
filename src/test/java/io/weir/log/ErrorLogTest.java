package io.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.ErrorLogConfig;
import io.weir.config.ErrorLogConfig.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ErrorLogTest {

    private static final LogTime TIME =
            new LogTime(InstantSource.fixed(Instant.parse("2026-11-22T04:00:00Z")), ZoneOffset.UTC);

    @TempDir
    Path directory;

    private record Request(
            long connection,
            Phase phase,
            String client,
            String server,
            String requestLine,
            String upstream,
            String host,
            String referrer)
            implements ErrorContext {}

    private ErrorLog open(Level level) throws IOException {
        return ErrorLog.open(new ErrorLogConfig(directory.resolve("logs/error.log"), level), TIME);
    }

    private String read() throws IOException {
        return Files.readString(directory.resolve("logs/error.log"), StandardCharsets.ISO_8859_1);
    }

    private static String prefix(String level) {
        return "2026/11/22 04:00:00 [" + level + "] " + ProcessHandle.current().pid() + "#"
                + Thread.currentThread().threadId() + ": ";
    }

    @Test
    void aLineHasThePartsOfNginxInItsOrder() throws IOException {
        try (ErrorLog log = open(Level.ERROR)) {
            log.log(
                    Level.ERROR,
                    new Request(
                            7,
                            Phase.CONNECTING_TO_UPSTREAM,
                            "127.0.0.1",
                            "example.org",
                            "GET /a HTTP/1.1",
                            "http://127.0.0.1:8080/a",
                            "example.org:80",
                            "http://r/"),
                    "connect() failed (111: Connection refused)");
        }

        assertEquals(
                prefix("error") + "*7 connect() failed (111: Connection refused) while connecting to upstream, "
                        + "client: 127.0.0.1, server: example.org, request: \"GET /a HTTP/1.1\", "
                        + "upstream: \"http://127.0.0.1:8080/a\", host: \"example.org:80\", referrer: \"http://r/\"\n",
                read());
    }

    @Test
    void partsThatAreMissingAreLeftOut() throws IOException {
        try (ErrorLog log = open(Level.ERROR)) {
            log.log(Level.EMERG, ErrorContext.NONE, "no such thing");
            log.log(Level.CRIT, new Request(1, null, "unix:", null, null, null, "h", null), "m");
        }

        assertEquals(
                prefix("emerg") + "no such thing\n" + prefix("crit") + "*1 m, client: unix:, host: \"h\"\n", read());
    }

    @Test
    void nothingThatAClientSendsCanForgeALineOrAPart() throws IOException {
        try (ErrorLog log = open(Level.ERROR)) {
            log.log(
                    Level.ERROR,
                    new Request(
                            0,
                            null,
                            "c\n",
                            "s\r",
                            "GET /\", host: \"x\\ HTTP/1.1",
                            "http://u\n",
                            "h\u0000\u00e9",
                            "r\u007f"),
                    "sent \"a\nb\u001b[31m\u0085\u010a\"");
        }

        assertEquals(
                prefix("error") + "sent \"a\\x0Ab\\x1B[31m\u0085\\x0A\", client: c\\x0A, server: s\\x0D, "
                        + "request: \"GET /\\x22, host: \\x22x\\x5C HTTP/1.1\", upstream: \"http://u\\x0A\", "
                        + "host: \"h\\x00\\xE9\", referrer: \"r\\x7F\"\n",
                read());
    }

    @Test
    void aLineIsCutWhereNginxCutsIt() throws IOException {
        try (ErrorLog log = open(Level.ERROR)) {
            log.log(Level.ERROR, ErrorContext.NONE, "x".repeat(5_000));
        }

        assertEquals(2048, read().length());
        assertTrue(read().endsWith("x\n"));
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void linesBelowTheLevelAreNotWritten(Level level) throws IOException {
        List<String> expected = new ArrayList<>();
        try (ErrorLog log = open(level)) {
            for (Level wanted : Level.values()) {
                assertEquals(wanted.ordinal() >= level.ordinal(), log.isEnabled(wanted));
                log.log(wanted, ErrorContext.NONE, "m");
                if (log.isEnabled(wanted)) {
                    expected.add(prefix(wanted.name().toLowerCase(Locale.ROOT)) + "m");
                }
            }
        }

        assertEquals(expected, read().lines().toList());
    }

    @Test
    void linesOfManyThreadsAreWhole() throws Exception {
        try (ErrorLog log = open(Level.ERROR)) {
            List<Thread> threads = new ArrayList<>();
            for (int thread = 0; thread < 10; thread++) {
                threads.add(Thread.ofVirtual().start(() -> {
                    for (int number = 0; number < 100; number++) {
                        log.log(Level.ERROR, ErrorContext.NONE, "begin" + "x".repeat(number) + "end");
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }

        List<String> lines = read().lines().toList();
        assertEquals(1_000, lines.size());
        assertTrue(lines.stream().allMatch(line -> line.matches(".*: beginx*end")));
    }

    @Test
    void reopeningFollowsTheNameAndClosingStopsWriting() throws IOException {
        ErrorLog log = open(Level.ERROR);
        log.log(Level.ERROR, ErrorContext.NONE, "one");
        Files.move(directory.resolve("logs/error.log"), directory.resolve("old"));
        log.reopen();
        log.log(Level.ERROR, ErrorContext.NONE, "two");
        log.close();
        log.close();
        log.log(Level.ERROR, ErrorContext.NONE, "three");
        log.reopen();

        assertTrue(Files.readString(directory.resolve("old")).endsWith(": one\n"));
        assertTrue(read().endsWith(": two\n"));
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheLog() throws IOException {
        try (ErrorLog log = open(Level.ERROR)) {
            Thread.currentThread().interrupt();
            log.log(Level.ERROR, ErrorContext.NONE, "one");
            assertTrue(Thread.interrupted());
            log.log(Level.ERROR, ErrorContext.NONE, "two");
        }

        assertEquals(2, read().lines().count());
    }

    @Test
    void phasesHaveNginxsWords() {
        assertEquals("SSL handshaking to upstream", Phase.SSL_HANDSHAKING_TO_UPSTREAM.text());
        assertEquals("reading response header from upstream", Phase.READING_UPSTREAM_HEADER.toString());
        for (Phase phase : Phase.values()) {
            assertFalse(phase.text().isEmpty());
        }
    }
}
