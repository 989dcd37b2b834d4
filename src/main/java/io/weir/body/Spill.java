package io.weir.body;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a {@link RelayBuffer} spills, and opens the temporary file when there is something to spill for the first
 * time. Used by the reader's thread, without the lock; when the relay buffer is closed meanwhile, by another thread, the
 * file is closed, too.
 */
final class Spill {

    private final Rendezvous meeting;
    private final Backlog backlog;
    private final Path directory;
    private final SlabPool pool;
    private final Consumer<Path> onOpen;
    private @Nullable Overflow file;

    /**
     * @param directory {@code proxy_temp_path}
     * @param onOpen told the file's name once it is open
     */
    Spill(Rendezvous meeting, Backlog backlog, Path directory, SlabPool pool, Consumer<Path> onOpen) {
        this.meeting = meeting;
        this.backlog = backlog;
        this.directory = directory;
        this.pool = pool;
        this.onOpen = onOpen;
    }

    /** @throws AbandonedException when the relay buffer was closed meanwhile */
    void write(ByteBuffer[] oldest) throws IOException {
        try {
            if (file == null) {
                file = open();
                onOpen.accept(file.path());
            }
            file.append(oldest);
        } catch (ClosedChannelException e) {
            throw meeting.closed() ? new AbandonedException(null) : e;
        }
    }

    private Overflow open() throws IOException {
        Overflow opened = Overflow.open(directory, pool);
        meeting.lock();
        try {
            if (!meeting.closed()) {
                backlog.continueIn(opened); // from here on it is closed with the relay buffer
                return opened;
            }
        } finally {
            meeting.unlock();
        }
        opened.close(false);
        throw new AbandonedException(null);
    }
}
