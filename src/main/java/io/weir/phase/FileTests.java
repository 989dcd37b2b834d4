package io.weir.phase;

import io.weir.config.RewriteStep.Condition.FileTest;
import io.weir.exchange.Exchange;
import io.weir.exchange.FileName;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code if (-f path)} and its kin. They ask the disk, so they block. */
final class FileTests {

    private FileTests() {}

    static boolean holds(FileTest test, Exchange exchange) {
        return exists(test, test.path().evaluate(exchange)) != test.negated();
    }

    private static boolean exists(FileTest test, String bytes) {
        Path path = FileName.onDisk(bytes);
        return path != null
                && switch (test.kind()) {
                    case FILE -> Files.isRegularFile(path);
                    case DIRECTORY -> Files.isDirectory(path);
                    case EXISTS -> Files.exists(path);
                    case EXECUTABLE -> Files.isExecutable(path);
                };
    }
}
