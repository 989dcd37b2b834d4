package io.weir.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import org.jspecify.annotations.Nullable;

/** Which clients are meant: {@code all}, {@code unix:}, an address, or a network in CIDR notation. */
public sealed interface AddressRange {

    /** Never blocks. */
    boolean contains(SocketAddress address);

    /** {@code all}. */
    record Everyone() implements AddressRange {
        @Override
        public boolean contains(SocketAddress address) {
            return true;
        }
    }

    /** {@code unix:}. */
    record UnixSockets() implements AddressRange {
        @Override
        public boolean contains(SocketAddress address) {
            return address instanceof UnixDomainSocketAddress;
        }
    }

    /**
     * A network. An IPv4 client of an IPv6 socket counts as IPv4, as in nginx (the JDK already says so).
     *
     * @param address 4 or 16 bytes
     * @param bits of it that count
     */
    record Network(byte[] address, int bits) implements AddressRange {

        @Override
        public boolean contains(SocketAddress client) {
            if (!(client instanceof InetSocketAddress inet)) {
                return false;
            }
            byte[] other = inet.getAddress().getAddress();
            if (other.length != address.length) {
                return false;
            }
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (other[i] != address[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || ((other[whole] ^ address[whole]) & 0xff) >> (8 - rest) == 0;
        }
    }

    /** One address. */
    static AddressRange of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return new Network(bytes, bytes.length * 8);
    }

    /** An address or {@code address/bits} ({@code ngx_ptocidr}); null when the text is neither. */
    static @Nullable AddressRange network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = AddressText.parse(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        byte[] bytes = address.getAddress();
        if (text.indexOf(':') >= 0 && bytes.length == 4) {
            return null; // ::ffff:192.0.2.1: such clients count as IPv4
        }
        if (slash < 0) {
            return of(address);
        }
        try {
            long bits = Units.number(text.substring(slash + 1));
            return bits > bytes.length * 8L ? null : new Network(bytes, (int) bits);
        } catch (BadValue _) {
            return null;
        }
    }
}
