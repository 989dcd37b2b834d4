package io.weir.access;

import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;

/** Whoever can run a request inside of another one. */
@FunctionalInterface
public interface Subrequests {

    /**
     * Runs a GET of {@code uri} through all phases on the calling thread, with the fields and variables of {@code main}.
     *
     * @return the subrequest when it has ended; its body is not read
     * @throws DownstreamException when the client of {@code main} left meanwhile
     */
    Exchange run(Exchange main, String uri) throws DownstreamException;
}
