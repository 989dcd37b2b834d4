package io.weir.server;

import io.weir.config.ClientSettings;

/**
 * Tells whether a head would fit nginx's buffers. nginx begins with one of {@code client_header_buffer_size}; a line that does
 * not fit is moved to a large one as a whole, where the lines behind it follow, and so on as far as {@code
 * large_client_header_buffers} go. Weir keeps a head in one piece; only the limits are nginx's. Confined to the connection's
 * thread.
 */
final class HeaderBuffers {

    private int end;
    private int largeUsed;

    void begin(ClientSettings settings) {
        end = settings.headerBufferSize();
        largeUsed = 0;
    }

    /** Where the current buffer ends, counted from the head's first byte. */
    int end() {
        return end;
    }

    /**
     * @param lineStart where the line begins, counted from the head's first byte
     * @param needed how much of the head has to be in buffers: up to the line's end, or one byte more than is here of it
     * @param settings of the server as far as it is known: {@code Host} may change them
     * @return false when the line is too long, or the buffers are all used
     */
    boolean hold(int lineStart, int needed, ClientSettings settings) {
        while (needed > end) {
            if (end - lineStart >= settings.largeHeaderBufferSize() || largeUsed >= settings.largeHeaderBuffers()) {
                return false;
            }
            largeUsed++;
            end = lineStart + settings.largeHeaderBufferSize();
        }
        return true;
    }
}
