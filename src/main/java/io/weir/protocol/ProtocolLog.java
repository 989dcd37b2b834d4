package io.weir.protocol;

import io.weir.exchange.Exchange;

/**
 * Where a protocol writes what only it sees, in nginx's words and without phase or addresses, which the log adds. By any thread
 * of the exchange; a call may block on the log's file.
 */
public interface ProtocolLog {

    void info(Exchange exchange, String message);

    void warn(Exchange exchange, String message);

    void error(Exchange exchange, String message);
}
