package io.weir.forward;

import io.weir.exchange.DownstreamException;

/**
 * How a response body gets from the peer to the client. The walk calls the two methods in this order and lets the upstream go
 * between them: a slow client must not hold a peer.
 */
sealed interface Relay extends AutoCloseable permits WholeRelay, HeadOnlyRelay, BufferedRelay, UnbufferedRelay, Tunnel {

    /**
     * Reads the peer until its part is over, whole or cut; writes to the client as far as that does not slow the peer.
     *
     * @throws DownstreamException when the client failed
     */
    void readUpstream() throws DownstreamException;

    /** After {@link #readUpstream}: whether the body was read to its end and nothing followed it. */
    boolean connectionReusable();

    /**
     * Gives the client the rest and ends the response, or cuts the connection when the body is not whole.
     *
     * @throws DownstreamException when the client failed
     */
    void finish() throws DownstreamException;

    /** Gives back whatever memory and disk the body took, however it ended. */
    @Override
    void close();
}
