package io.weir.resolve;

import io.weir.config.ErrorLogConfig.Level;
import io.weir.config.PeerAddress;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.NamedServer;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.log.ErrorContext;
import io.weir.log.ErrorLog;
import io.weir.resolve.Answer.Addresses;
import io.weir.resolve.Answer.Service;
import io.weir.time.Pause;
import io.weir.time.Ticker;
import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code server NAME resolve}: the peers that it has in this moment, and when to look again
 * ({@code ngx_http_upstream_zone_resolve_handler}). Confined to its thread.
 */
final class NamedPeers {

    /** How long nginx takes "not found" for true where no {@code valid=} says it. */
    private static final long NOT_FOUND_SECONDS = 10;

    private final NamedServer server;
    private final UpstreamConfig group;
    private final Upstream upstream;
    private final Resolver resolver;
    private final long timeoutMillis;
    private final ErrorLog log;
    private Map<PeerConfig, Peer> peers = new LinkedHashMap<>();

    NamedPeers(
            NamedServer server,
            UpstreamConfig group,
            Upstream upstream,
            long timeoutMillis,
            Resolver resolver,
            ErrorLog log) {
        this.server = server;
        this.group = group;
        this.upstream = upstream;
        this.resolver = resolver;
        this.timeoutMillis = timeoutMillis;
        this.log = log;
    }

    /** What was found, and the seconds in which it still holds. */
    private record Found(List<PeerConfig> peers, long seconds) {}

    /**
     * Looks the name up again and again, until the thread is interrupted. Blocks.
     *
     * @param firstDone run after the first time
     */
    void run(Ticker ticker, Runnable firstDone) {
        try (Pause pause = new Pause(ticker)) {
            while (!Thread.currentThread().isInterrupted()) {
                long millis = refresh();
                firstDone.run();
                pause.await(millis);
            }
        }
    }

    /** Returns the milliseconds until it has to be done again. */
    private long refresh() {
        try {
            Found found = server.service() == null ? addresses() : services(server.service());
            keep(found.peers());
            return 1000 * Math.max(found.seconds() + 1, 1);
        } catch (ResolveException failed) {
            if (Thread.currentThread().isInterrupted()) {
                return 0;
            }
            log.log(Level.ERROR, ErrorContext.NONE, what() + " could not be resolved (" + failed.getMessage() + ")");
            if (!failed.isNotFound()) {
                return Math.max(timeoutMillis, 1000); // the old peers may well be alive
            }
            keep(List.of());
            long valid = resolver.validSeconds();
            return 1000 * ((valid > 0 ? valid : NOT_FOUND_SECONDS) + 1);
        }
    }

    private String what() {
        return server.service() == null ? server.host() : "service " + server.service() + " of " + server.host();
    }

    private void keep(List<PeerConfig> wanted) {
        Map<PeerConfig, Peer> next = new LinkedHashMap<>();
        List<PeerConfig> come = new ArrayList<>();
        for (PeerConfig each : wanted) {
            Peer here = peers.remove(each);
            if (here != null) {
                next.put(each, here);
            } else if (!next.containsKey(each) && !come.contains(each)) {
                come.add(each);
            }
        }
        if (!peers.isEmpty() || !come.isEmpty()) {
            upstream.exchange(peers.values(), come).forEach(peer -> next.put(peer.config(), peer));
        }
        peers = next;
    }

    private Found addresses() throws ResolveException {
        Addresses found = addresses(server.host());
        PeerConfig template = server.template();
        int port = template.address().socketAddress() instanceof InetSocketAddress inet ? inet.getPort() : 0;
        List<PeerConfig> configs = new ArrayList<>();
        for (InetAddress address : found.all()) {
            PeerAddress at = new PeerAddress.Inet(address, port);
            configs.add(template.at(at, template.server(), template.weight(), template.backup()));
        }
        return new Found(configs, resolver.secondsLeft(found));
    }

    private Addresses addresses(String host) throws ResolveException {
        Answer answer = resolver.resolve(host).answer(timeoutMillis);
        if (answer instanceof Addresses found) {
            return found;
        }
        throw new ResolveException(ResolveException.NOT_FOUND);
    }

    private record Instance(Service service, InetAddress address) {}

    /** A service lives where any of its targets does; those that cannot be resolved are left out. */
    private Found services(String service) throws ResolveException {
        String prefix = service.indexOf('.') < 0 ? "_" + service + "._tcp." : service + ".";
        Answer answer = resolver.resolveService(prefix + server.host()).answer(timeoutMillis);
        if (!(answer instanceof Answer.Services found)) {
            throw new ResolveException(ResolveException.NOT_FOUND);
        }
        long seconds = resolver.secondsLeft(answer);
        List<Instance> instances = new ArrayList<>();
        ResolveException failure = null;
        for (Service each : found.services()) {
            try {
                Addresses addresses = addresses(each.target().toString(true));
                addresses.all().forEach(address -> instances.add(new Instance(each, address)));
                seconds = Math.min(seconds, resolver.secondsLeft(addresses));
            } catch (ResolveException failed) {
                failure = failure == null || failed.isNotFound() ? failed : failure;
            }
        }
        if (instances.isEmpty() && failure != null) {
            throw failure;
        }
        return new Found(configs(instances), seconds);
    }

    /** The lowest priority number is the primaries'; all others are backups. */
    private List<PeerConfig> configs(List<Instance> instances) {
        int first = instances.stream()
                .mapToInt(instance -> instance.service().priority())
                .min()
                .orElse(0);
        PeerConfig template = server.template();
        List<PeerConfig> configs = new ArrayList<>();
        for (Instance instance : instances) {
            Service service = instance.service();
            boolean backup = template.backup() || service.priority() != first;
            if (!backup || group.balance().supportsBackup()) {
                int weight = template.weight() == 1 ? Math.max(1, service.weight()) : template.weight();
                PeerAddress at = new PeerAddress.Inet(instance.address(), service.port());
                configs.add(template.at(at, service.target().toString(true), weight, backup));
            }
        }
        return configs;
    }

    @Override
    public String toString() {
        return what();
    }
}
