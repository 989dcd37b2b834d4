package io.weir.config;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.NamedServer;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code [[upstream.server]]}: one peer for each address that it has. */
final class PeerReader {

    /** NGX_HTTP_UPSTREAM_SID_LEN. */
    private static final int ROUTE_BYTES = 32;

    private final Reading reading;
    private final Upstreams upstreams;

    PeerReader(Reading reading, Upstreams upstreams) {
        this.reading = reading;
        this.upstreams = upstreams;
    }

    /**
     * @param peers what is found is added here
     * @param names what has to be found again and again is added here
     */
    void read(Level level, Balance balance, List<PeerConfig> peers, List<NamedServer> names) {
        int weight = level.number("weight", 1, 1);
        int maxFails = level.number("max_fails", 0, 1);
        long failTimeout = level.seconds("fail_timeout", 10);
        int maxConns = level.number("max_conns", 0, 0);
        boolean backup = level.flag("backup", false);
        boolean down = level.flag("down", false);
        boolean drain = level.flag("drain", false);
        long slowStart = level.time("slow_start", 0);
        String route = route(level);
        if (!balance.supportsBackup()) {
            refuse(level, "backup", backup);
            refuse(level, "slow_start", slowStart > 0);
        }
        Setting setting = level.own("address");
        if (setting == null) {
            reading.mistake(level.block().place(), "a server of an upstream needs an \"address\"");
            return;
        }
        String text = level.text(setting);
        if (text == null) {
            return;
        }
        Place place = setting.value().place();
        try {
            // The port is 80 whatever the scheme of the proxy_pass that uses the group.
            Endpoint endpoint = Endpoint.address(text, 80);
            String service = service(level, endpoint, place, text);
            if (level.flag("resolve", false) && isName(endpoint)) {
                PeerAddress later = new PeerAddress.Inet(
                        InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()), text);
                PeerConfig template = new PeerConfig(
                        text, later, weight, maxFails, failTimeout, maxConns, backup, down, route, drain, slowStart);
                names.add(new NamedServer(endpoint.host(), service, template));
                return;
            }
            List<PeerAddress> addresses = upstreams.addresses(place, endpoint);
            if (addresses.isEmpty()) {
                throw new BadValue("host not found");
            }
            for (PeerAddress address : addresses) {
                peers.add(new PeerConfig(
                        text, address, weight, maxFails, failTimeout, maxConns, backup, down, route, drain, slowStart));
            }
        } catch (BadValue e) {
            reading.mistake(place, e.getMessage() + " in upstream \"" + text + "\"");
        }
    }

    /** An address in numbers has nothing to resolve; nginx takes the word beside it all the same. */
    private static boolean isName(Endpoint endpoint) {
        return endpoint.unixPath() == null && AddressText.literal(endpoint.host()) == null;
    }

    private @Nullable String service(Level level, Endpoint endpoint, Place place, String text) {
        Setting setting = level.own("service");
        String service = setting == null ? null : level.text(setting);
        if (setting == null || service == null) {
            return null;
        }
        if (service.isEmpty()) {
            reading.mistake(setting.value().place(), "service is empty");
        } else if (!level.flag("resolve", false)) {
            reading.mistake(place, "service upstream \"" + text + "\" requires \"resolve\" parameter");
        } else if (endpoint.portText() != null) {
            reading.mistake(place, "service upstream \"" + text + "\" may not have port");
        } else if (!isName(endpoint)) {
            reading.mistake(place, "service upstream \"" + text + "\" requires domain name");
        }
        return service;
    }

    private void refuse(Level level, String parameter, boolean given) {
        Setting setting = level.own(parameter);
        if (given && setting != null) {
            reading.mistake(setting.place(), "balancing method does not support parameter \"" + parameter + "\"");
        }
    }

    private @Nullable String route(Level level) {
        Setting setting = level.own("route");
        String route = setting == null ? null : level.text(setting);
        if (setting == null || route == null) {
            return null;
        }
        String bytes = ByteStrings.of(route);
        if (bytes.isEmpty()) {
            reading.mistake(setting.value().place(), "route is empty");
        } else if (bytes.length() > ROUTE_BYTES) {
            reading.mistake(setting.value().place(), "route is longer than " + ROUTE_BYTES);
        }
        return bytes;
    }
}
