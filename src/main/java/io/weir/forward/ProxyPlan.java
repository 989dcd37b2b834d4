package io.weir.forward;

import io.weir.config.LocationConfig.Pass;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.Target;
import io.weir.config.PassUrl;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.connect.KeepalivePool;
import io.weir.exchange.Exchange;
import io.weir.protocol.Handler;
import io.weir.resolve.Resolver;
import io.weir.upstream.Upstream;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@code *_pass} in one location, compiled: which group, which protocol, what is hidden. Immutable. */
final class ProxyPlan {

    /** Where a run goes, or why it cannot. */
    sealed interface Where {}

    /** @param lookup finds the group first; null when {@code to} has it */
    record Usable(Destination to, Target target, @Nullable HostLookup lookup) implements Where {}

    /** @param why for the error log */
    record Unusable(int status, String why) implements Where {}

    private final Pass pass;
    private final Destination template;
    private final @Nullable Resolver resolver;
    private final long resolverTimeout;
    private final Function<String, @Nullable Upstream> groups;
    private final Function<Upstream, @Nullable KeepalivePool> pools;
    private final @Nullable Usable fixed;

    /**
     * @param template a destination whose group and pool are filled in where the value of {@code *_pass} has variables
     * @param resolver for names in the values of variables; null where none is configured
     * @param resolverTimeout in milliseconds
     * @param groups finds a group by its key
     * @param pools finds the idle connections of a group
     */
    ProxyPlan(
            Pass pass,
            Destination template,
            @Nullable Resolver resolver,
            long resolverTimeout,
            Function<String, @Nullable Upstream> groups,
            Function<Upstream, @Nullable KeepalivePool> pools) {
        this.pass = pass;
        this.template = template;
        this.resolver = resolver;
        this.resolverTimeout = resolverTimeout;
        this.groups = groups;
        this.pools = pools;
        Target target = pass.target();
        this.fixed = target == null
                ? null
                : new Usable(towards(Objects.requireNonNull(groups.apply(target.upstream())), target), target, null);
    }

    private Destination towards(Upstream group, Target target) {
        return towards(group, pools.apply(group), target);
    }

    private Destination towards(Upstream group, @Nullable KeepalivePool pool, Target target) {
        UpstreamTls tls = target.https()
                ? Objects.requireNonNull(template.tls())
                        .named(target.unixPath() != null ? target.unixPath() : target.host())
                : null;
        Object tag = tls == null ? template.tag() : tls.client();
        return new Destination(template.handler(), template.hidden(), template.ignored(), group, pool, tls, tag);
    }

    /** Where this exchange goes: evaluates {@code *_pass} where it has variables (nginx-semantics 1.3). */
    Where destination(Exchange exchange) {
        Where where = fixed != null ? fixed : computed(exchange);
        if (pass instanceof ProxyPass && where instanceof Usable usable) {
            exchange.upstream().proxyTo(usable.target().hostHeader(), port(usable.target()));
        }
        return where;
    }

    private static String port(Target target) {
        if (target.unixPath() != null) {
            return "";
        }
        return target.port() > 0 ? Integer.toString(target.port()) : target.https() ? "443" : "80";
    }

    private Where computed(Exchange exchange) {
        String value = Objects.requireNonNull(pass.template()).evaluate(exchange);
        Target target;
        try {
            target = PassUrl.parse(pass, value);
        } catch (PassUrl.InvalidUrlException invalid) {
            return new Unusable(500, invalid.getMessage());
        }
        int defaultPort = PassUrl.defaultPort(pass, target);
        Upstream named = groups.apply(target.upstream());
        Upstream group = named != null ? named : groups.apply(PassUrl.implicitKey(target, defaultPort));
        if (group != null) {
            return new Usable(towards(group, target), target, null);
        }
        if (target.unixPath() == null && target.port() == 0 && defaultPort == 0) {
            return new Unusable(500, "no port in upstream \"" + target.host() + "\"");
        }
        PeerConfig literal = PassUrl.literalPeer(target, defaultPort);
        if (literal == null) {
            // Its group is found when the request is complete, as in nginx.
            HostLookup lookup = new HostLookup(target, defaultPort, resolver, resolverTimeout);
            return new Usable(towards(template.upstream(), null, target), target, lookup);
        }
        // A peer of its own: there is nothing to balance, and its failures are remembered by nobody.
        Upstream single = Upstream.ofPeers(literal.address().name(), List.of(literal), () -> 0L);
        return new Usable(towards(single, null, target), target, null);
    }

    Handler handler() {
        return template.handler();
    }
}
