package io.weir.phase;

import io.weir.config.RewriteStep.Condition.FileTest;
import io.weir.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** {@code if (-f path)} and its kin. They ask the disk, so they block. */
final class FileTests {

    private FileTests() {}

    static boolean holds(FileTest test, Exchange exchange) {
        return exists(test, test.path().evaluate(exchange)) != test.negated();
    }

    private static boolean exists(FileTest test, String bytes) {
        Path path;
        try {
            path = Path.of(new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        } catch (InvalidPathException unusable) {
            return false;
        }
        return switch (test.kind()) {
            case FILE -> Files.isRegularFile(path);
            case DIRECTORY -> Files.isDirectory(path);
            case EXISTS -> Files.exists(path);
            case EXECUTABLE -> Files.isExecutable(path);
        };
    }
}
