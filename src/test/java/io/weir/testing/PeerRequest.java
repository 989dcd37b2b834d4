package io.weir.testing;

/**
 * A request as an upstream saw it.
 *
 * @param connection the how-manieth connection of the peer it came on, from 0
 * @param exchange the how-manieth request on that connection, from 0: 1 proves that the connection was used again
 * @param headBytes the head with its blank line, untouched
 * @param rawBody the body as far as it was read, with chunk framing
 * @param body the body as far as it was read
 */
public record PeerRequest(int connection, int exchange, byte[] headBytes, byte[] rawBody, byte[] body) {

    public Head head() {
        return Head.parse(headBytes);
    }

    public String requestLine() {
        return head().firstLine();
    }

    public String headText() {
        return Bytes.text(headBytes);
    }

    public String bodyText() {
        return Bytes.text(body);
    }
}
