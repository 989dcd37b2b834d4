package io.weir.body;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The client's request body, read to its end before a peer is chosen ({@code proxy_request_buffering on}), in memory
 * or in a temporary file; it can be sent any number of times. Owns memory and file until {@link #close}.
 *
 * <p>Confined to the thread of the request.
 */
public final class RequestBody implements AutoCloseable {

    /** Pieces in which the file is sent. */
    private static final int PIECE = 64 * 1024;

    private final long length;
    private final SlabPool pool;
    private @Nullable ByteBuffer memory;
    private final @Nullable TempFile file;
    private boolean closed;

    private RequestBody(long length, SlabPool pool, @Nullable ByteBuffer memory, @Nullable TempFile file) {
        this.length = length;
        this.pool = pool;
        this.memory = memory;
        this.file = file;
    }

    /** Where the body comes from. */
    public interface Source {
        /**
         * Reads at least one byte, blocking until there is one.
         *
         * @param target has room; its limit is not to be exceeded
         * @return how many bytes were read, or −1 at the end of the body
         */
        int read(ByteBuffer target) throws IOException;
    }

    /** Where the body goes to. */
    public interface Sink {
        /** Takes all bytes of {@code source}, blocking until they are taken; must not keep the buffer. */
        void write(ByteBuffer source) throws IOException;
    }

    /**
     * How a body is kept; sizes in bytes.
     *
     * @param bufferSize {@code client_body_buffer_size}
     * @param maxSize {@code client_max_body_size}, enforced here for a body of unknown length only; 0: no limit
     * @param tempPath {@code client_body_temp_path}
     * @param file when there is a file
     */
    public record Limits(int bufferSize, long maxSize, Path tempPath, InFile file) {

        /** With a file for large bodies only. */
        public Limits(int bufferSize, long maxSize, Path tempPath) {
            this(bufferSize, maxSize, tempPath, InFile.LARGE);
        }
    }

    /** Which bodies go to a file. */
    public enum InFile {
        /** Those that the buffer does not hold; nobody finds the file by its name. */
        LARGE,
        /** All ({@code client_body_in_file_only clean}); the file has its name until the body is closed. */
        ALL,
        /** All ({@code client_body_in_file_only on}), and the file stays. */
        ALL_KEPT
    }

    /**
     * Reads the whole body, blocking. nginx decides by the announced length: one that is less than 1.25 times the
     * buffer size gets one buffer of exactly that size; any other, and one of unknown length, gets a buffer of that
     * size which goes to a temporary file each time it is full, and then the whole body ends in the file.
     *
     * @param contentLength bytes, or −1 if unknown (chunked); when known no more than that is read, nor is the end
     *     awaited
     * @param onFile told the file's name when it has been opened, for nginx's warning {@code a client request body is
     *     buffered to a temporary file NAME}
     * @throws BodyTooLargeException when a body of unknown length exceeds the limit
     * @throws EOFException when the source ends before the announced length ({@code client prematurely closed
     *     connection})
     * @throws IOException what the source throws, or that the file cannot be created or written
     */
    public static RequestBody read(
            Source source, long contentLength, Limits limits, SlabPool pool, Consumer<Path> onFile) throws IOException {
        if (contentLength == 0 && limits.file == InFile.LARGE) {
            return new RequestBody(0, pool, null, null);
        }
        boolean single = contentLength > 0 && contentLength < limits.bufferSize + (limits.bufferSize >> 2);
        ByteBuffer buffer = pool.acquire(single ? Math.max(1, (int) contentLength) : limits.bufferSize);
        TempFile file = null;
        boolean kept = false;
        boolean complete = false;
        try {
            long received = 0;
            long written = 0;
            while (received != contentLength) {
                if (!buffer.hasRemaining()) {
                    file = file == null ? open(limits, onFile) : file;
                    written += flush(file, written, buffer);
                }
                int n = read(source, buffer, contentLength - received, contentLength >= 0);
                if (n < 0) {
                    break;
                }
                if (contentLength < 0 && limits.maxSize > 0 && n > limits.maxSize - received) {
                    throw new BodyTooLargeException(received, n);
                }
                received += n;
            }
            if (received < contentLength) {
                throw new EOFException("client prematurely closed connection");
            }
            if (file == null && limits.file != InFile.LARGE) {
                file = open(limits, onFile);
            }
            if (file != null) {
                flush(file, written, buffer);
            }
            kept = file == null && received > 0;
            complete = true;
            return new RequestBody(received, pool, kept ? buffer.flip() : null, file);
        } finally {
            if (!kept) {
                pool.release(buffer);
            }
            if (!complete && file != null) {
                file.close();
            }
        }
    }

    private static TempFile open(Limits limits, Consumer<Path> onFile) throws IOException {
        TempFile file = limits.file == InFile.LARGE
                ? TempFile.create(limits.tempPath)
                : TempFile.createNamed(limits.tempPath, limits.file == InFile.ALL_KEPT);
        onFile.accept(file.path());
        return file;
    }

    private static int read(Source source, ByteBuffer buffer, long rest, boolean restKnown) throws IOException {
        int limit = buffer.limit();
        if (restKnown && rest < buffer.remaining()) {
            buffer.limit(buffer.position() + (int) rest);
        }
        try {
            return source.read(buffer);
        } finally {
            buffer.limit(limit);
        }
    }

    private static int flush(TempFile file, long position, ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        buffer.flip();
        int n = buffer.remaining();
        file.write(position, buffer);
        buffer.position(0).limit(limit);
        return n;
    }

    /** Bytes; what is sent as {@code Content-Length}. */
    public long length() {
        return length;
    }

    /** The whole body for one use, if it is in memory; null if it is in a file. */
    public @Nullable ByteBuffer memory() {
        checkOpen();
        if (file != null) {
            return null;
        }
        return memory == null ? ByteBuffer.allocate(0) : memory.duplicate();
    }

    /** Whether the body is in a temporary file. */
    public boolean inFile() {
        return file != null;
    }

    /**
     * The file's name, though normally it can no longer be found under it ({@code $request_body_file}); null in
     * memory.
     */
    public @Nullable Path fileName() {
        return file == null ? null : file.path();
    }

    /**
     * Sends the whole body, from its beginning; blocks as the sink does.
     *
     * @throws IOException what the sink throws, or that the file cannot be read
     */
    public void writeTo(Sink sink) throws IOException {
        checkOpen();
        if (file == null) {
            if (length > 0) {
                sink.write(Objects.requireNonNull(memory()));
            }
            return;
        }
        ByteBuffer piece = pool.acquire((int) Math.min(PIECE, length));
        try {
            int size = piece.limit();
            for (long at = 0; at < length; at += size) {
                piece.clear().limit((int) Math.min(size, length - at));
                file.read(at, piece);
                sink.write(piece.flip());
            }
        } finally {
            pool.release(piece);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the request body was closed");
        }
    }

    /** Gives back the memory and removes the file; idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        ByteBuffer slab = memory;
        memory = null;
        if (slab != null) {
            pool.release(slab);
        }
        if (file != null) {
            file.close();
        }
    }
}
