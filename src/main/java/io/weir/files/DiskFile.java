package io.weir.files;

import io.weir.exchange.FileName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What the disk says of a name; symbolic links are followed. */
sealed interface DiskFile {

    record Present(Path path, BasicFileAttributes attributes) implements DiskFile {}

    record Absent(FileFailure failure) implements DiskFile {}

    /** @param bytes the name as a byte string; null when no name could be made */
    static DiskFile look(@Nullable String bytes) {
        Path path = bytes == null ? null : FileName.onDisk(bytes);
        if (path == null) {
            return new Absent(FileFailure.MISSING);
        }
        try {
            return new Present(path, Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException failure) {
            return new Absent(FileFailure.of(path, failure));
        }
    }
}
