package io.weir.forward;

import io.weir.config.LocalAddress;
import io.weir.config.SocketSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** {@code proxy_bind}: where a connection to a peer comes from. */
final class LocalBinding {

    private LocalBinding() {}

    /**
     * @return null when the system chooses the address: nothing is configured, or the value is empty, or it is no address,
     *     which is logged
     * @throws IOException when the address need not be a local one: that takes a socket option that Java does not know, and a
     *     right that a process mostly does not have
     */
    static @Nullable InetSocketAddress of(Exchange exchange, SocketSettings socket, ExchangeLog log)
            throws IOException {
        if (socket.bind() == null) {
            return null;
        }
        String value = socket.bind().evaluate(exchange);
        if (value.isEmpty()) {
            return null;
        }
        InetSocketAddress address = LocalAddress.parse(value);
        if (address == null) {
            log.error(exchange, "invalid local address \"" + value + "\"");
        } else if (socket.transparent()) {
            throw new IOException("setsockopt(IP_TRANSPARENT) failed (1: Operation not permitted)");
        }
        return address;
    }
}
