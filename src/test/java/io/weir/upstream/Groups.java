package io.weir.upstream;

import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short ways to write groups in tests: peers are Unix sockets {@code unix:/a}, {@code unix:/b}, … */
final class Groups {

    static final KeepaliveConfig KEEPALIVE = new KeepaliveConfig(32, true, 1000, 3_600_000, 60_000);

    private Groups() {}

    static PeerConfig peer(String name) {
        return new PeerConfig(name, new PeerAddress.Unix(Path.of("/" + name)), 1, 1, 10, 0, false, false, null);
    }

    static PeerConfig weight(PeerConfig p, int weight) {
        return new PeerConfig(
                p.server(),
                p.address(),
                weight,
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                p.down(),
                p.route());
    }

    static PeerConfig maxFails(PeerConfig p, int maxFails) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                maxFails,
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                p.down(),
                p.route());
    }

    static PeerConfig maxConns(PeerConfig p, int maxConns) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                maxConns,
                p.backup(),
                p.down(),
                p.route());
    }

    static PeerConfig backup(PeerConfig p) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                true,
                p.down(),
                p.route());
    }

    static PeerConfig down(PeerConfig p) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                true,
                p.route());
    }

    static UpstreamConfig group(PeerConfig... peers) {
        return new UpstreamConfig("group", false, List.of(peers), new Balance.RoundRobin(), KEEPALIVE);
    }

    /** {@code a} for the peer at {@code unix:/a}, {@code -} for nobody. */
    static String letter(@Nullable Pick pick) {
        return pick == null ? "-" : pick.peer().server();
    }
}
