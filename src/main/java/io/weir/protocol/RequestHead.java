package io.weir.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A request's head, ready to be sent to any peer of the run, as often as it takes.
 *
 * @param bytes the head in wire form; not to be changed
 * @param framing how the body that follows is wrapped; null for the bare bytes
 * @param sendBody false when the configuration withholds the client's body; a protocol that marks the end of every body then
 *     has it in {@code bytes}
 * @param replacement a body to send instead of the client's ({@code proxy_set_body}); empty for none
 */
public record RequestHead(byte[] bytes, @Nullable BodyFraming framing, boolean sendBody, byte[] replacement) {

    private static final byte[] NONE = new byte[0];

    public RequestHead(byte[] bytes, @Nullable BodyFraming framing, boolean sendBody) {
        this(bytes, framing, sendBody, NONE);
    }
}
