package io.weir.log;

import io.weir.config.ErrorLogConfig.Level;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One access log file with the lines that wait for it, in two buffers: requests fill the one, the writer empties the
 * other.
 *
 * <p>{@link #add}, {@link #hasRoom}, {@link #size} and {@link #take} are guarded by the writer's lock; the rest is
 * confined to the writer's thread once it runs.
 */
final class LogFile {

    /** What may wait in memory; a producer blocks beyond it. */
    static final int CAPACITY = 1 << 20;

    private static final int INITIAL_SIZE = 1 << 13;

    /** nginx complains about a log that cannot be written once in so many seconds. */
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final AppendStream out;
    private final ErrorLog errors;
    private byte[] filling = new byte[INITIAL_SIZE];
    private int fillingLength;
    private byte[] draining = new byte[INITIAL_SIZE];
    private int drainingLength;
    private boolean reported;
    private long reportedAt;

    LogFile(@Nullable Path file, ErrorLog errors) throws IOException {
        this.out = AppendStream.open(file, FileDescriptor.out);
        this.errors = errors;
    }

    /** A line longer than the whole capacity has room when it is the only one. */
    boolean hasRoom(int length) {
        return fillingLength == 0 || length <= CAPACITY - fillingLength;
    }

    int size() {
        return fillingLength;
    }

    void add(byte[] bytes, int length) {
        if (length > filling.length - fillingLength) {
            filling = Arrays.copyOf(filling, Math.max(filling.length * 2, fillingLength + length));
        }
        System.arraycopy(bytes, 0, filling, fillingLength, length);
        fillingLength += length;
    }

    /** Exchanges the buffers; the one taken before must have been written. */
    void take() {
        byte[] empty = draining;
        draining = filling;
        drainingLength = fillingLength;
        filling = empty;
        fillingLength = 0;
    }

    /** Writes what was taken. Lines that cannot be written are lost, as with nginx. */
    void write() {
        if (drainingLength > 0) {
            try {
                out.write(draining, drainingLength);
            } catch (IOException failed) {
                report("write() to", failed);
            }
            drainingLength = 0;
        }
    }

    void reopen() {
        try {
            out.reopen();
        } catch (IOException failed) {
            report("open()", failed);
        }
    }

    void close() {
        try {
            out.close();
        } catch (IOException failed) {
            report("close()", failed);
        }
    }

    private void report(String what, IOException failed) {
        long now = System.nanoTime();
        if (!reported || now - reportedAt >= REPORT_NANOS) {
            reported = true;
            reportedAt = now;
            errors.log(
                    Level.ALERT,
                    ErrorContext.NONE,
                    what + " \"" + out.name() + "\" failed (" + failed.getMessage() + ")");
        }
    }
}
