package io.weir.forward;

import io.weir.config.AccessLogConfig;
import io.weir.config.Configuration;
import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.Pass;
import io.weir.config.ResolverSettings;
import io.weir.config.ServerConfig;
import io.weir.connect.KeepalivePools;
import io.weir.exchange.Exchange;
import io.weir.http.FieldNames;
import io.weir.log.AccessLog;
import io.weir.protocol.Handler;
import io.weir.resolve.Resolvers;
import io.weir.route.LocationTree;
import io.weir.upstream.Upstreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A configuration compiled for the walk: per server its tree of locations, per location its proxy plan and log lines. */
public final class Plans {

    /** @param tree of a server level, whose location this is; null for others */
    private record Plan(
            @Nullable LocationTree tree, @Nullable ProxyPlan proxy, AccessLog.Line[] accessLog) {}

    /** By the location's index. */
    private final Plan[] plans;

    /**
     * @param handlers finds the protocol of a location that has a {@code *_pass}
     * @throws IOException when a log cannot be opened
     */
    public Plans(
            Configuration configuration,
            Upstreams upstreams,
            KeepalivePools pools,
            Resolvers resolvers,
            AccessLog accessLog,
            Function<LocationConfig, Handler> handlers)
            throws IOException {
        plans = new Plan[configuration.locations()];
        Compiler compiler = new Compiler(upstreams, pools, resolvers, accessLog, handlers);
        for (ServerConfig server : configuration.servers()) {
            compiler.compile(server.root(), LocationTree.of(server));
        }
    }

    private final class Compiler {
        private final Upstreams upstreams;
        private final KeepalivePools pools;
        private final Resolvers resolvers;
        private final AccessLog accessLog;
        private final Function<LocationConfig, Handler> handlers;

        Compiler(
                Upstreams upstreams,
                KeepalivePools pools,
                Resolvers resolvers,
                AccessLog accessLog,
                Function<LocationConfig, Handler> handlers) {
            this.upstreams = upstreams;
            this.pools = pools;
            this.resolvers = resolvers;
            this.accessLog = accessLog;
            this.handlers = handlers;
        }

        private void compile(LocationConfig location, @Nullable LocationTree tree) throws IOException {
            List<AccessLog.Line> lines = new ArrayList<>();
            for (AccessLogConfig log : location.accessLogs()) {
                lines.add(accessLog.compile(log));
            }
            ProxyPlan proxy = location.content() instanceof Pass pass ? proxy(location, pass) : null;
            plans[location.index()] = new Plan(tree, proxy, lines.toArray(AccessLog.Line[]::new));
            for (LocationConfig inner : location.inner()) {
                compile(inner, null);
            }
        }

        private ProxyPlan proxy(LocationConfig location, Pass pass) {
            Handler handler = handlers.apply(location);
            Destination template = new Destination(
                    handler,
                    new FieldNames(handler.settings().hiddenHeaders()),
                    new FieldNames(handler.settings().ignoreHeaders()),
                    null,
                    null,
                    handler.settings().tls() == null
                            ? null
                            : new UpstreamTls(handler.settings().tls()),
                    location);
            ResolverSettings names = location.resolver();
            return new ProxyPlan(
                    pass,
                    template,
                    names == null ? null : resolvers.of(names.resolver()),
                    names == null ? 0 : names.timeoutMillis(),
                    upstreams::get,
                    pools::of);
        }
    }

    /** The locations of a server. */
    public LocationTree locations(ServerConfig server) {
        return plans[server.root().index()].tree();
    }

    ProxyPlan proxy(LocationConfig location) {
        return plans[location.index()].proxy();
    }

    /** Writes the lines of an exchange that is over. */
    public void logAccess(Exchange exchange) {
        for (AccessLog.Line line : plans[exchange.location().index()].accessLog()) {
            line.write(exchange);
        }
    }
}
