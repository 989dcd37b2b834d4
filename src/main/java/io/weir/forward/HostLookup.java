package io.weir.forward;

import io.weir.config.LocationConfig.Target;
import io.weir.config.PassUrl;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.resolve.Resolution;
import io.weir.resolve.ResolveException;
import io.weir.resolve.Resolver;
import io.weir.upstream.Upstream;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Finds the peers of a host that only the request knows: {@code *_pass} with variables, where no group has the name.
 *
 * @param defaultPort where the target names none
 * @param resolver the location's; null when it has none
 */
record HostLookup(Target target, int defaultPort, @Nullable Resolver resolver, long timeoutMillis) {

    /**
     * A group for this request alone, of all addresses of the host. Blocks while the name servers are asked.
     *
     * @param watched whether the client's leaving ends it
     * @return null when there is no address, which is logged: never a reason to try again
     * @throws DownstreamException when the client has left meanwhile
     */
    @Nullable
    Upstream find(Exchange exchange, boolean watched, ExchangeLog log) throws DownstreamException {
        if (resolver == null) {
            log.error(exchange, "no resolver defined to resolve " + target.host());
            return null;
        }
        try {
            List<InetAddress> known = resolver.known(target.host());
            List<InetAddress> addresses =
                    known != null ? known : await(resolver.resolve(target.host()), exchange, watched);
            // The state of these peers ends with the request: no time passes for them.
            return Upstream.ofPeers(target.host(), PassUrl.peers(target, defaultPort, addresses), () -> 0L);
        } catch (ResolveException failed) {
            log.error(exchange, Resolver.bare(target.host()) + " could not be resolved (" + failed.getMessage() + ")");
            return null;
        }
    }

    private List<InetAddress> await(Resolution resolution, Exchange exchange, boolean watched)
            throws ResolveException, DownstreamException {
        Downstream client = exchange.downstream();
        AtomicBoolean gone = new AtomicBoolean();
        if (watched) {
            client.watch(() -> {
                gone.set(true);
                resolution.stop();
            });
        }
        try {
            return resolution.await(timeoutMillis);
        } catch (ResolveException failed) {
            if (gone.get()) {
                throw new DownstreamException(DownstreamException.Kind.GONE, "client prematurely closed connection");
            }
            throw failed;
        } finally {
            if (watched) {
                client.unwatch();
            }
        }
    }
}
