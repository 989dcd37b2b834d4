package io.weir.log;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one thread that writes access logs, so that no request's thread holds its carrier for the file system.
 *
 * <p>A line that comes while the thread is idle wakes it and is written at once. After each batch the thread lets lines
 * gather for a moment without being woken: under load a request then costs a copy under a lock, and no wake-up.
 */
final class LogWriter {

    /** How long lines gather behind a batch; the most that a line waits for the file under load. */
    private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So many bytes for one file end the gathering. */
    private static final int ENOUGH = LogFile.CAPACITY / 4;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition answered = lock.newCondition();
    private final Thread thread;

    // All guarded by lock.
    private LogFile[] files = {};
    private boolean idle;
    private boolean urgent;
    private boolean closed;
    private boolean reopen;
    private long asked;
    private long done;

    LogWriter() {
        this.thread = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void register(LogFile file) {
        lock.lock();
        try {
            LogFile[] more = Arrays.copyOf(files, files.length + 1);
            more[files.length] = file;
            files = more;
        } finally {
            lock.unlock();
        }
    }

    /** Hands a line over; blocks while its file has no room. After {@link #close} it does nothing. */
    void append(LogFile file, byte[] line, int length) {
        lock.lock();
        try {
            while (!closed && !file.hasRoom(length)) {
                // Not interruptible: a request that is being stopped must still be logged.
                room.awaitUninterruptibly();
            }
            if (closed) {
                return;
            }
            file.add(line, length);
            if (idle) {
                idle = false;
                work.signal();
            } else if (!urgent && file.size() >= ENOUGH) {
                urgent = true;
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns when every line handed over before is written, and with {@code reopening} the files are open anew. */
    void settle(boolean reopening) {
        lock.lock();
        try {
            reopen |= reopening;
            urgent = true;
            long turn = ++asked;
            work.signal();
            while (!closed && done < turn) {
                answered.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes what is there, closes the files and returns. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signal();
            room.signalAll();
            answered.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (turn()) {
                gather();
            }
        } finally {
            finish();
        }
    }

    /** Writes one batch; false when it was the last one. */
    private boolean turn() {
        LogFile[] batch;
        boolean last;
        boolean reopening;
        long turn;
        lock.lock();
        try {
            while (!closed && asked == done && !anyPending()) {
                idle = true;
                work.awaitUninterruptibly();
            }
            idle = false;
            urgent = false;
            batch = files;
            last = closed;
            reopening = reopen;
            reopen = false;
            turn = asked;
            for (LogFile file : batch) {
                file.take();
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        for (LogFile file : batch) {
            file.write();
            if (reopening) {
                file.reopen();
            }
        }
        lock.lock();
        try {
            done = turn;
            answered.signalAll();
        } finally {
            lock.unlock();
        }
        return !last;
    }

    /** Timed, but on this thread only, and a few hundred times a second at most. */
    private void gather() {
        lock.lock();
        try {
            long left = GATHER_NANOS;
            while (left > 0 && !closed && !urgent) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            // Nobody has this thread to interrupt it; and if so, it only gathers less.
        } finally {
            lock.unlock();
        }
    }

    private boolean anyPending() {
        for (LogFile file : files) {
            if (file.size() > 0) {
                return true;
            }
        }
        return false;
    }

    /** Also when the thread dies of an error: then nobody may wait for it. */
    private void finish() {
        lock.lock();
        try {
            closed = true;
            room.signalAll();
            answered.signalAll();
            for (LogFile file : files) {
                file.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
