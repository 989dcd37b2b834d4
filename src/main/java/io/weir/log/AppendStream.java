package io.weir.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A log file, or a standard stream. Owns its descriptor; the caller serializes calls.
 *
 * <p>It is a {@link FileOutputStream} and not a channel on purpose: a channel is closed when the writing thread is
 * interrupted, a stream is not, and the error log is written by any thread. Both open for appending, so that two
 * descriptors of one file (an old and a new configuration) do not overwrite each other.
 */
final class AppendStream implements AutoCloseable {

    private final @Nullable Path file;
    private final FileOutputStream standard;
    private FileOutputStream out;

    private AppendStream(@Nullable Path file, FileOutputStream standard, FileOutputStream out) {
        this.file = file;
        this.standard = standard;
        this.out = out;
    }

    /**
     * Opens, creating the file and its directories when they are missing.
     *
     * @param standard what to write to when there is no file
     */
    static AppendStream open(@Nullable Path file, FileDescriptor standard) throws IOException {
        FileOutputStream stream = new FileOutputStream(standard);
        return new AppendStream(file, stream, file == null ? stream : append(file));
    }

    /** One system call for what fits its limits; several for a long batch. */
    void write(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
    }

    /** Opens the file again under its name; the old descriptor stays in use when that fails. */
    void reopen() throws IOException {
        if (file != null) {
            FileOutputStream before = out;
            out = append(file);
            before.close();
        }
    }

    String name() {
        return file == null ? "standard stream" : file.toString();
    }

    /** Never closes a standard stream: others write there too. */
    @Override
    public void close() throws IOException {
        if (out != standard) {
            out.close();
        }
    }

    private static FileOutputStream append(Path file) throws IOException {
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        return new FileOutputStream(file.toFile(), true);
    }
}
