package io.weir.upstream;

import io.weir.variable.CoreVariable;
import io.weir.variable.Scope;
import io.weir.variable.Variable;
import org.jspecify.annotations.Nullable;

/** {@code ip_hash}: the first three bytes of an IPv4 address, all of an IPv6 one (nginx-semantics 4.4). */
final class IpHash implements Balancer {

    private static final Variable ADDRESS = new Variable.Core(CoreVariable.BINARY_REMOTE_ADDR);
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_NETWORK_BYTES = 3;
    private static final int IPV6_BYTES = 16;

    /** What clients on Unix sockets have in common. */
    private static final String NO_ADDRESS = "\0\0\0";

    private final PeerList peers;

    IpHash(PeerList peers) {
        this.peers = peers;
    }

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        String address = request == null ? null : request.value(ADDRESS);
        if (address == null) {
            return new Run(NO_ADDRESS, IPV4_NETWORK_BYTES);
        }
        return switch (address.length()) {
            case IPV4_BYTES -> new Run(address, IPV4_NETWORK_BYTES);
            case IPV6_BYTES -> new Run(address, IPV6_BYTES);
            default -> new Run(NO_ADDRESS, IPV4_NETWORK_BYTES);
        };
    }

    private final class Run extends DrawingRun {

        private final String address;
        private final int length;
        private int hash = 89;

        Run(String address, int length) {
            super(peers);
            this.address = address;
            this.length = length;
        }

        @Override
        int draw(int totalWeight) {
            for (int i = 0; i < length; i++) {
                hash = (hash * 113 + address.charAt(i)) % 6271;
            }
            return hash % totalWeight;
        }
    }
}
