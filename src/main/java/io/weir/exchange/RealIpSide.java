package io.weir.exchange;

import io.weir.config.AddressText;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A client's side whose address is not the connection's but one that a trusted proxy has named. */
public final class RealIpSide extends DownstreamFilter {

    private final InetSocketAddress address;
    private final String text;

    /** @param address port 0 where none was named */
    public RealIpSide(Downstream next, InetSocketAddress address) {
        super(next);
        this.address = address;
        this.text = AddressText.of(address.getAddress());
    }

    @Override
    public SocketAddress remoteAddress() {
        return address;
    }

    @Override
    public String remoteText() {
        return text;
    }

    /** {@code $realip_remote_addr}. */
    String connectionText() {
        return next().remoteText();
    }

    /** The address that the connection came from. */
    public SocketAddress connectionAddress() {
        return next().remoteAddress();
    }
}
