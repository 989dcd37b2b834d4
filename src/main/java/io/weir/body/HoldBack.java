package io.weir.body;

/**
 * When what was read from the upstream is passed on to the client in buffered mode: nginx keeps a partly filled
 * buffer back until it is full, or until it holds as many bytes as the framing said must still come.
 *
 * <p>So each small chunk of a chunked body reaches the client at once, while a slow {@code Content-Length} body
 * reaches it by whole buffers. Bytes that came with the header count as read. The end of the body and its failure
 * pass everything on, a read time-out loses what is held back: those are the caller's to decide.
 *
 * <p>Confined to the thread that reads the upstream.
 */
public final class HoldBack {

    private final int bufferSize;
    private long wanted;
    private long held;

    /**
     * @param bufferSize one of {@code proxy_buffers}
     * @param stillToCome the least number of raw bytes that the framing expects at the start; −1 if it cannot know (a
     *     body until close)
     */
    public HoldBack(int bufferSize, long stillToCome) {
        this.bufferSize = bufferSize;
        this.wanted = stillToCome;
    }

    /**
     * Accounts for a read.
     *
     * @param raw bytes read, framing included
     * @param stillToCome what the framing expects after these bytes; −1 if it cannot know
     * @return whether everything read so far is to be published now
     */
    public boolean read(int raw, long stillToCome) {
        held += raw;
        if (held < bufferSize && (wanted < 0 || held < wanted)) {
            return false;
        }
        held = 0;
        wanted = stillToCome;
        return true;
    }
}
