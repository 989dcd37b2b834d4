package io.weir.log;

import io.weir.config.ErrorLogConfig;
import io.weir.config.ErrorLogConfig.Level;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The error log of a level, in nginx's format. Owns its descriptor.
 *
 * <p>For all threads. A line is written at once and by the thread that logs it, which blocks on the file meanwhile:
 * such lines are rare, and they must be there when the process dies.
 */
public final class ErrorLog implements AutoCloseable {

    private static final long PID = ProcessHandle.current().pid();

    private final Level level;
    private final LogTime time;
    private final ReentrantLock lock = new ReentrantLock();
    /** Guarded by lock. */
    private final AppendStream out;
    /** Guarded by lock. */
    private boolean closed;

    private ErrorLog(Level level, LogTime time, AppendStream out) {
        this.level = level;
        this.time = time;
        this.out = out;
    }

    /**
     * Opens the log, creating the file and its directories when they are missing.
     *
     * @throws IOException when that fails; the program should not start then
     */
    public static ErrorLog open(ErrorLogConfig config, LogTime time) throws IOException {
        return new ErrorLog(config.level(), time, AppendStream.open(config.file(), FileDescriptor.err));
    }

    /** Whether lines of this level are written: ask before making a message. */
    public boolean isEnabled(Level wanted) {
        return wanted.compareTo(level) >= 0;
    }

    /**
     * Writes a line, unless its level is not enabled. Never throws: what cannot be written is lost.
     *
     * @param message nginx's text, with the error in parentheses where nginx has one ({@code connect() failed (111:
     *     Connection refused)}), without phase; a byte string
     */
    public void log(Level wanted, ErrorContext context, String message) {
        if (!isEnabled(wanted)) {
            return;
        }
        byte[] line = ErrorLine.format(
                time.now().errorLog(), wanted, PID, Thread.currentThread().threadId(), context, message);
        lock.lock();
        try {
            if (!closed) {
                out.write(line, line.length);
            }
        } catch (IOException _) {
            // There is no better place to tell it.
        } finally {
            lock.unlock();
        }
    }

    /**
     * Opens the file again under its name, for log rotation. When that fails, lines still go to the old file, with this
     * one.
     */
    public void reopen() {
        IOException failure = null;
        lock.lock();
        try {
            if (!closed) {
                out.reopen();
            }
        } catch (IOException failed) {
            failure = failed;
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            log(Level.EMERG, ErrorContext.NONE, "open() \"" + out.name() + "\" failed (" + failure.getMessage() + ")");
        }
    }

    /** Lines that come later are dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            out.close();
        } catch (IOException _) {
            // Nothing is buffered, so nothing is lost.
        } finally {
            lock.unlock();
        }
    }
}
