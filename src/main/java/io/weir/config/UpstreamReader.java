package io.weir.config;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code [[upstream]]} and its {@code [[upstream.server]]} tables. */
final class UpstreamReader {

    private static final Set<String> METHODS_TO_COME = Set.of("ip_hash", "least_conn", "hash", "random", "least_time");

    /** NGX_HTTP_UPSTREAM_SID_LEN. */
    private static final int ROUTE_BYTES = 32;

    private final Reading reading;
    private final Upstreams upstreams;

    UpstreamReader(Reading reading, Upstreams upstreams) {
        this.reading = reading;
        this.upstreams = upstreams;
    }

    void read(Block block) {
        Level level = new Level(block, null, reading);
        List<PeerConfig> peers = new ArrayList<>();
        for (Block server : block.blocks("server")) {
            readServer(new Level(server, null, reading), peers);
        }
        Balance balance = balance(level);
        KeepaliveConfig keepalive = keepalive(level);
        Setting setting = level.own("name");
        String name = setting == null ? null : level.text(setting);
        if (setting == null || (name != null && name.isEmpty())) {
            reading.mistake(setting == null ? block.place() : setting.value().place(), "an upstream needs a \"name\"");
            return;
        }
        if (name == null) {
            return;
        }
        List<Block> servers = block.blocks("server");
        if (servers.isEmpty()) {
            reading.mistake(block.place(), "no servers are inside upstream \"" + name + "\"");
        } else if (!peers.isEmpty() && peers.stream().allMatch(PeerConfig::backup)) {
            reading.mistake(block.place(), "no servers in upstream \"" + name + "\": all of them are backups");
        }
        UpstreamConfig group = new UpstreamConfig(name, false, List.copyOf(peers), balance, keepalive);
        if (!upstreams.addExplicit(group)) {
            reading.mistake(setting.value().place(), "duplicate upstream \"" + name + "\"");
        }
    }

    private void readServer(Level level, List<PeerConfig> peers) {
        int weight = level.number("weight", 1, 1);
        int maxFails = level.number("max_fails", 0, 1);
        long failTimeout = level.seconds("fail_timeout", 10);
        int maxConns = level.number("max_conns", 0, 0);
        boolean backup = level.flag("backup", false);
        boolean down = level.flag("down", false);
        String route = route(level);
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
            List<PeerAddress> addresses = upstreams.addresses(place, Endpoint.address(text, 80));
            if (addresses.isEmpty()) {
                throw new BadValue("host not found");
            }
            for (PeerAddress address : addresses) {
                peers.add(new PeerConfig(text, address, weight, maxFails, failTimeout, maxConns, backup, down, route));
            }
        } catch (BadValue e) {
            reading.mistake(place, e.getMessage() + " in upstream \"" + text + "\"");
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

    private Balance balance(Level level) {
        Setting setting = level.own("balance");
        String text = setting == null ? null : level.text(setting);
        if (setting != null && text != null && !text.equals("round_robin")) {
            String method = text.strip().split("\\s", 2)[0];
            if (METHODS_TO_COME.contains(method)) {
                reading.mistake(setting.value().place(), "balance \"" + method + "\" is not supported");
            } else {
                reading.invalid("balance", setting.value(), "\"round_robin\"");
            }
        }
        return new Balance.RoundRobin();
    }

    private KeepaliveConfig keepalive(Level level) {
        int connections = 32;
        boolean local = true;
        Setting setting = level.own("keepalive");
        if (setting != null) {
            List<Value.Scalar> words = level.words(setting);
            local = words.size() == 2 && words.get(1).text().equals("local");
            if (words.isEmpty() || words.size() > 2 || (words.size() == 2 && !local)) {
                reading.invalid("keepalive", setting.value(), "a number, or [number, \"local\"]");
            } else {
                connections = connections(words.getFirst());
            }
        }
        return new KeepaliveConfig(
                connections,
                local,
                level.number("keepalive_requests", 0, 1000),
                level.time("keepalive_time", 3_600_000),
                level.time("keepalive_timeout", 60_000));
    }

    private int connections(Value value) {
        try {
            long connections = Scalars.number("keepalive", value);
            return (int) Level.bounded("keepalive", value, connections, 0, Integer.MAX_VALUE);
        } catch (BadValue e) {
            reading.mistake(value.place(), e.getMessage());
            return 0;
        }
    }
}
