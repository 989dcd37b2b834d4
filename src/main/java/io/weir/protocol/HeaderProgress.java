package io.weir.protocol;

import io.weir.exchange.UpstreamHead;
import org.eclipse.jetty.http.HttpFields;

/** What {@link Protocol#processHeader} came to. */
public sealed interface HeaderProgress {

    /**
     * The head is incomplete: read on, or fail when the buffer is full.
     *
     * @param rewind whether nothing of what is in the buffer is needed any more, so that it may be filled from its start again:
     *     for what a peer may send before the head in any amount
     */
    record NeedMore(boolean rewind) implements HeaderProgress {
        public static final NeedMore INSTANCE = new NeedMore(false);
        public static final NeedMore REWIND = new NeedMore(true);
    }

    /** A complete 103 (RFC 8297); the final head is still to come, perhaps out of the bytes that are already here. */
    record EarlyHints(HttpFields fields) implements HeaderProgress {}

    /** The head is complete. */
    record Complete(UpstreamHead head) implements HeaderProgress {}

    /** The head can never become valid: condition {@code invalid_header}. The message is nginx's, for the log; empty when it is logged. */
    record Invalid(String message) implements HeaderProgress {}
}
