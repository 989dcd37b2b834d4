package io.weir.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TempFileTest {

    @TempDir
    Path directory;

    @Test
    void isNamedByTenDigitsAndGoneAtOnce() throws IOException {
        int before = TempFile.openFiles();
        try (TempFile file = TempFile.create(directory);
                TempFile other = TempFile.create(directory)) {
            assertTrue(
                    file.path().getFileName().toString().matches("\\d{10}"),
                    file.path().toString());
            assertNotEquals(file.path(), other.path());
            assertEquals(directory, file.path().getParent());
            assertFalse(Files.exists(file.path()));
            assertEquals(before + 2, TempFile.openFiles());
        }
        assertEquals(before, TempFile.openFiles());
    }

    @Test
    void makesMissingDirectoriesForItsUserOnly() throws IOException {
        Path missing = directory.resolve("a/b");
        try (TempFile file = TempFile.create(missing, 1, 2)) {
            String name = file.path().getFileName().toString();
            assertEquals(
                    missing.resolve(name.substring(9))
                            .resolve(name.substring(7, 9))
                            .resolve(name),
                    file.path());
        }
        for (Path made = missing; !made.equals(directory); made = made.getParent()) {
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
        }
    }

    @Test
    void readsBackWhatWasWrittenAtItsPlace() throws IOException {
        try (TempFile file = TempFile.create(directory)) {
            file.write(0, ChunkDecoderTest.wire("hello, "), ChunkDecoderTest.wire("world"));
            file.write(12, ChunkDecoderTest.wire("!"));
            ByteBuffer back = ByteBuffer.allocate(6);
            file.read(7, back);
            assertEquals("world!", ChunkDecoderTest.text(back.flip(), 6));
            IOException e = assertThrows(IOException.class, () -> file.read(10, ByteBuffer.allocate(4)));
            assertTrue(e.getMessage().contains(directory.toString()), e.getMessage());
        }
    }

    @Test
    void saysWhichDirectoryItCannotUseAndWhatItMustBe() throws IOException {
        Path plain = Files.createFile(directory.resolve("plain"));
        IOException e = assertThrows(IOException.class, () -> TempFile.create(plain.resolve("sub")));
        assertTrue(e.getMessage().contains("\"" + plain.resolve("sub") + "\""), e.getMessage());
        assertTrue(e.getMessage().contains("may write"), e.getMessage());
    }
}
