package io.weir.forward;

import io.weir.config.AccessLogConfig;
import io.weir.config.Configuration;
import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ServerConfig;
import io.weir.connect.KeepalivePools;
import io.weir.exchange.Exchange;
import io.weir.http.FieldNames;
import io.weir.log.AccessLog;
import io.weir.route.LocationTree;
import io.weir.upstream.Upstreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A configuration compiled for the walk: per server its tree of locations, per location its proxy plan and log lines. */
public final class Plans {

    private record Plan(@Nullable ProxyPlan proxy, AccessLog.Line[] accessLog) {}

    private final Map<ServerConfig, LocationTree> trees = new IdentityHashMap<>();
    private final Map<LocationConfig, Plan> plans = new IdentityHashMap<>();

    /**
     * @throws IOException when a log cannot be opened
     */
    public Plans(Configuration configuration, Upstreams upstreams, KeepalivePools pools, AccessLog accessLog)
            throws IOException {
        Compiler compiler = new Compiler(upstreams, pools, accessLog);
        for (ServerConfig server : configuration.servers()) {
            trees.put(server, LocationTree.of(server));
            compiler.compile(server.root());
        }
    }

    private final class Compiler {
        private final Upstreams upstreams;
        private final KeepalivePools pools;
        private final AccessLog accessLog;

        Compiler(Upstreams upstreams, KeepalivePools pools, AccessLog accessLog) {
            this.upstreams = upstreams;
            this.pools = pools;
            this.accessLog = accessLog;
        }

        private void compile(LocationConfig location) throws IOException {
            List<AccessLog.Line> lines = new ArrayList<>();
            for (AccessLogConfig log : location.accessLogs()) {
                lines.add(accessLog.compile(log));
            }
            ProxyPlan proxy = location.content() instanceof ProxyPass pass ? proxy(location, pass) : null;
            plans.put(location, new Plan(proxy, lines.toArray(AccessLog.Line[]::new)));
            for (LocationConfig nested : location.locations()) {
                compile(nested);
            }
        }

        private ProxyPlan proxy(LocationConfig location, ProxyPass pass) {
            Destination template = new Destination(
                    location.proxy(),
                    new FieldNames(location.proxy().hiddenHeaders()),
                    new FieldNames(location.proxy().ignoreHeaders()),
                    null,
                    null,
                    location);
            return new ProxyPlan(pass, template, upstreams::get, pools::of);
        }
    }

    LocationTree locations(ServerConfig server) {
        return trees.get(server);
    }

    ProxyPlan proxy(LocationConfig location) {
        return plans.get(location).proxy();
    }

    void logAccess(Exchange exchange) {
        for (AccessLog.Line line : plans.get(exchange.location()).accessLog()) {
            line.write(exchange);
        }
    }
}
