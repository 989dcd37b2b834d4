package io.weir.upstream;

import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.config.UpstreamConfig.Queue;
import io.weir.config.UpstreamConfig.Sticky;
import io.weir.variable.Names;
import io.weir.variable.Scope;
import io.weir.variable.Template;
import io.weir.variable.TemplateException;
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
                p.route(),
                p.drain(),
                p.slowStartMillis());
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
                p.route(),
                p.drain(),
                p.slowStartMillis());
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
                p.route(),
                p.drain(),
                p.slowStartMillis());
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
                p.route(),
                p.drain(),
                p.slowStartMillis());
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
                p.route(),
                p.drain(),
                p.slowStartMillis());
    }

    static PeerConfig route(PeerConfig p, String route) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                p.down(),
                route,
                p.drain(),
                p.slowStartMillis());
    }

    static PeerConfig drain(PeerConfig p) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                p.down(),
                p.route(),
                true,
                p.slowStartMillis());
    }

    static PeerConfig slowStart(PeerConfig p, long millis) {
        return new PeerConfig(
                p.server(),
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                p.down(),
                p.route(),
                p.drain(),
                millis);
    }

    static PeerConfig server(PeerConfig p, String server) {
        return new PeerConfig(
                server,
                p.address(),
                p.weight(),
                p.maxFails(),
                p.failTimeoutSeconds(),
                p.maxConns(),
                p.backup(),
                p.down(),
                p.route(),
                p.drain(),
                p.slowStartMillis());
    }

    static UpstreamConfig group(PeerConfig... peers) {
        return new UpstreamConfig("group", false, List.of(peers), new Balance.RoundRobin(), KEEPALIVE);
    }

    static UpstreamConfig group(Balance balance, PeerConfig... peers) {
        return new UpstreamConfig("group", false, List.of(peers), balance, KEEPALIVE);
    }

    static UpstreamConfig sticky(Sticky sticky, Balance balance, PeerConfig... peers) {
        return new UpstreamConfig("group", false, List.of(peers), balance, KEEPALIVE, sticky, null, -1);
    }

    static UpstreamConfig queue(int places, long timeoutMillis, PeerConfig... peers) {
        Queue queue = new Queue(places, timeoutMillis);
        return new UpstreamConfig("group", false, List.of(peers), new Balance.RoundRobin(), KEEPALIVE, null, queue, -1);
    }

    /** A request whose every variable has this value. */
    static Scope saying(String value) {
        return _ -> value;
    }

    /** A template of one variable, for {@link #saying}. */
    static Template variable() {
        try {
            return Template.compile("$arg_key", new Names());
        } catch (TemplateException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code a} for the peer at {@code unix:/a}, {@code -} for nobody. */
    static String letter(@Nullable Pick pick) {
        return pick == null ? "-" : pick.peer().server();
    }
}
