package io.weir.protocol;

import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;

/**
 * One protocol in one location: the fixed traits of the protocol (nginx-semantics 2.2) and what makes the object of each run.
 * Made when the configuration is compiled, immutable, used by all threads; nothing here blocks. When each method is asked, and what
 * follows from its answer, is one table in docs/writing-a-protocol.md.
 */
public interface Handler {

    /** The location's directives that every module has under its own prefix: all that the walk itself obeys. */
    HandlerSettings settings();

    /**
     * Begins a run: called once per request that came to the location, on its thread, before anything of the body was read.
     *
     * @param to where {@code *_pass} leads, evaluated
     * @param log for what only the protocol sees; usable until the run is over
     */
    Protocol newRun(Exchange exchange, Target to, ExchangeLog log);

    /** Whether requests with this method are passed; else the client gets 405. Asked before a run is begun. */
    default boolean allows(String method) {
        return true;
    }

    /** Whether the client's body is sent. If not, it is not even read before the response is made. Asked once per run. */
    default boolean takesBody() {
        return true;
    }

    /**
     * Whether a body may be sent while it still comes from the client, where {@code *_request_buffering} is off.
     *
     * @param length as the client declared it; -1 when it comes in chunks
     */
    default boolean mayStream(long length) {
        return true;
    }

    /** Whether a 101 to a client that asked for it makes a tunnel of both connections; else it is a status like any other. */
    default boolean upgrades() {
        return false;
    }

    /**
     * Whether peers are HTTP servers: what their responses lack, {@code Server} or {@code Date}, the client lacks too where the
     * configuration passes these fields. To the responses of others the proxy adds its own.
     */
    default boolean passesServerAndDate() {
        return false;
    }

    /**
     * Whether a 404 of the peer says no more than that: it is then never passed on, but answered by the proxy itself as if
     * {@code intercept_errors} were on.
     */
    default boolean answersNotFound() {
        return false;
    }
}
