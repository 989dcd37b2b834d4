package io.weir.body;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A temporary file as nginx makes them: named by a counter of ten digits, readable by nobody else, and gone from the
 * directory as soon as it is open where the system allows that (on others when it is closed), so that no crash leaves
 * it behind.
 *
 * <p>Owns the open file. Reads and writes are positional and may come from two threads at a time; {@link #close} may
 * come from a third and makes them fail. File I/O holds the carrier of a virtual thread: keep pieces large.
 */
public final class TempFile implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final AtomicInteger OPEN = new AtomicInteger();

    /** On Unix the JDK unlinks such a file right after it has opened it. */
    private static final Set<OpenOption> OPTIONS = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private static final Set<OpenOption> NAMED_OPTIONS =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final Path path;
    private final FileChannel channel;
    private final Name name;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What is done with the name when the file is closed; it is gone already for most. */
    private enum Name {
        GONE,
        REMOVED,
        KEPT
    }

    private TempFile(Path path, FileChannel channel, Name name) {
        this.path = path;
        this.channel = channel;
        this.name = name;
    }

    /**
     * Creates and opens a file; missing directories are created.
     *
     * @param directory for example {@code proxy_temp_path}
     * @param levels its levels: how many digits, from the name's end, each directory below it takes; none by default
     * @throws IOException with a message that names the directory, the reason and the remedy
     */
    public static TempFile create(Path directory, int... levels) throws IOException {
        return create(directory, Name.GONE, levels);
    }

    /**
     * The same for a file that others find under its name while it is open, and after that if {@code kept}: nginx's
     * {@code client_body_in_file_only}.
     */
    public static TempFile createNamed(Path directory, boolean kept) throws IOException {
        return create(directory, kept ? Name.KEPT : Name.REMOVED);
    }

    private static TempFile create(Path directory, Name name, int... levels) throws IOException {
        int number = NUMBER.getAndIncrement();
        boolean directoriesMade = false;
        while (true) {
            Path path = place(directory, String.format(Locale.ROOT, "%010d", Integer.toUnsignedLong(number)), levels);
            try {
                Set<OpenOption> options = name == Name.GONE ? OPTIONS : NAMED_OPTIONS;
                FileChannel channel = FileChannel.open(path, options, permissions(path, "rw-------"));
                OPEN.incrementAndGet();
                return new TempFile(path, channel, name);
            } catch (FileAlreadyExistsException e) {
                // Another process left it, or counts in the same directory: jump, as nginx does.
                number = NUMBER.addAndGet(ThreadLocalRandom.current().nextInt(1, 1 << 20));
            } catch (NoSuchFileException e) {
                if (directoriesMade) {
                    throw failure("create a temporary file", directory, e);
                }
                makeDirectories(path.getParent() == null ? directory : path.getParent(), directory);
                directoriesMade = true;
            } catch (IOException e) {
                throw failure("create a temporary file", directory, e);
            }
        }
    }

    private static void makeDirectories(Path path, Path directory) throws IOException {
        try {
            Files.createDirectories(path, permissions(path, "rwx------"));
        } catch (IOException e) {
            throw failure("create the directory for temporary files", directory, e);
        }
    }

    private static FileAttribute<?>[] permissions(Path path, String text) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }

    /** {@code 0000000123} with levels 1 and 2 is {@code 3/12/0000000123}. */
    private static Path place(Path directory, String name, int[] levels) {
        Path path = directory;
        int end = name.length();
        for (int level : levels) {
            path = path.resolve(name.substring(end - level, end));
            end -= level;
        }
        return path.resolve(name);
    }

    private static IOException failure(String what, Path directory, IOException cause) {
        String reason = switch (cause) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> String.valueOf(cause.getMessage());
        };
        return new IOException(
                "cannot " + what + " in \"" + directory + "\": " + reason
                        + "; it must be a directory with free space in which the user that runs this process may write",
                cause);
    }

    /** Its name, though normally nothing of that name can be found any more. */
    public Path path() {
        return path;
    }

    /** Writes everything that remains in the sources, in order. */
    public void write(long position, ByteBuffer... sources) throws IOException {
        long at = position;
        try {
            for (ByteBuffer source : sources) {
                while (source.hasRemaining()) {
                    at += channel.write(source, at);
                }
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw failure("write to the temporary file " + path.getFileName(), directory(), e);
        }
    }

    /** Fills {@code target} to its limit. */
    public void read(long position, ByteBuffer target) throws IOException {
        long at = position;
        try {
            while (target.hasRemaining()) {
                int n = channel.read(target, at);
                if (n < 0) {
                    throw new EOFException("the file ends at " + at);
                }
                at += n;
            }
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw failure("read the temporary file " + path.getFileName(), directory(), e);
        }
    }

    private Path directory() {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** How many are open in this process; for leak tests and metrics. */
    public static int openFiles() {
        return OPEN.get();
    }

    /** Idempotent; the file is gone afterwards. */
    @Override
    public void close() {
        // Not channel.isOpen(): an interrupt of a thread that reads or writes closes the channel, too.
        if (closed.compareAndSet(false, true)) {
            OPEN.decrementAndGet();
            try {
                channel.close();
                if (name == Name.REMOVED) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                // The descriptor is given up all the same, and nobody wants the content of an unlinked file.
            }
        }
    }
}
