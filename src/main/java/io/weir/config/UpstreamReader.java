package io.weir.config;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.Discovery;
import io.weir.config.UpstreamConfig.KeepaliveConfig;
import io.weir.config.UpstreamConfig.NamedServer;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.config.UpstreamConfig.Queue;
import io.weir.config.UpstreamConfig.Sticky;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code [[upstream]]}. */
final class UpstreamReader {

    private static final long QUEUE_MILLIS = 60_000;

    /** Weights are added up; the points of a consistent hash are 160 for each unit of weight, of 8 bytes. */
    private static final long LARGEST_WEIGHTS = Integer.MAX_VALUE;

    private static final long LARGEST_WEIGHTS_OF_RING = 1_000_000;
    private static final Pattern PERCENTAGE = Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,2}))?%");

    private final Level top;
    private final Reading reading;
    private final Upstreams upstreams;
    private final PeerReader peerReader;
    private final BalanceReader balanceReader;
    private final StickyReader stickyReader;
    private final HealthCheckReader healthCheckReader;

    UpstreamReader(Level top, Upstreams upstreams) {
        this.top = top;
        this.reading = top.reading();
        this.upstreams = upstreams;
        this.peerReader = new PeerReader(reading, upstreams);
        this.balanceReader = new BalanceReader(reading);
        this.stickyReader = new StickyReader(reading);
        this.healthCheckReader = new HealthCheckReader(reading);
    }

    void read(Block block) {
        Level level = new Level(block, null, reading);
        Balance balance = balanceReader.read(level);
        List<PeerConfig> peers = new ArrayList<>();
        List<NamedServer> names = new ArrayList<>();
        for (Block server : block.blocks("server")) {
            peerReader.read(new Level(server, null, reading), balance, peers, names);
        }
        KeepaliveConfig keepalive = keepalive(level);
        Queue queue = queue(level);
        int retryBudget = retryBudget(level);
        HealthCheck healthCheck = healthCheckReader.read(level);
        Setting setting = level.own("name");
        String name = setting == null ? null : level.text(setting);
        if (setting == null || (name != null && name.isEmpty())) {
            reading.mistake(setting == null ? block.place() : setting.value().place(), "an upstream needs a \"name\"");
            return;
        }
        if (name == null) {
            return;
        }
        Sticky sticky = stickyReader.read(level, name);
        List<Block> servers = block.blocks("server");
        if (servers.isEmpty()) {
            reading.mistake(block.place(), "no servers are inside upstream \"" + name + "\"");
        } else if (onlyBackups(peers, names)) {
            reading.mistake(block.place(), "no servers in upstream \"" + name + "\": all of them are backups");
        }
        checkWeights(block, balance, peers, name);
        UpstreamConfig group = new UpstreamConfig(
                name,
                false,
                List.copyOf(peers),
                balance,
                keepalive,
                sticky,
                queue,
                retryBudget,
                healthCheck,
                discovery(block, name, names));
        if (!upstreams.addExplicit(group)) {
            reading.mistake(setting.value().place(), "duplicate upstream \"" + name + "\"");
        }
    }

    private void checkWeights(Block block, Balance balance, List<PeerConfig> peers, String name) {
        boolean ring = balance instanceof Balance.Hash(var _, var consistent) && consistent;
        long largest = ring ? LARGEST_WEIGHTS_OF_RING : LARGEST_WEIGHTS;
        long sum = peers.stream().mapToLong(PeerConfig::weight).sum();
        if (sum > largest) {
            reading.mistake(
                    block.place(),
                    "the weights in upstream \"" + name + "\" add up to " + sum + ", which is more than " + largest);
        }
    }

    private static boolean onlyBackups(List<PeerConfig> peers, List<NamedServer> names) {
        return peers.size() + names.size() > 0
                && peers.stream().allMatch(PeerConfig::backup)
                && names.stream().allMatch(server -> server.template().backup());
    }

    /** The group's own {@code resolver} or that of the top level: a group is in no server. */
    private @Nullable Discovery discovery(Block block, String name, List<NamedServer> names) {
        ResolverSettings resolver = new ResolverReader(top.inner(block)).read();
        if (names.isEmpty()) {
            return null;
        }
        if (block.setting("zone") == null) {
            reading.mistake(
                    block.place(),
                    "resolving names at run time requires upstream \"" + name
                            + "\" to be in shared memory: it needs a \"zone\"");
        }
        if (resolver == null) {
            reading.mistake(
                    block.place(), "no resolver defined to resolve names at run time in upstream \"" + name + "\"");
            return null;
        }
        return new Discovery(resolver, List.copyOf(names));
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

    private @Nullable Queue queue(Level level) {
        Setting setting = level.own("queue");
        if (setting == null) {
            return null;
        }
        List<Value.Scalar> words = level.words(setting);
        if (words.isEmpty() || words.size() > 2) {
            reading.invalid("queue", setting.value(), "a number of requests, or [number, time]");
            return null;
        }
        try {
            long places = Scalars.number("queue", words.getFirst());
            Level.bounded("queue", words.getFirst(), places, 1, Integer.MAX_VALUE);
            long timeout = words.size() == 1 ? QUEUE_MILLIS : Scalars.time("queue", words.getLast());
            return new Queue((int) places, timeout);
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return null;
        }
    }

    /** A percentage with at most two decimals, as those of {@code split_clients}. */
    private int retryBudget(Level level) {
        Setting setting = level.own("retry_budget");
        String text = setting == null ? null : level.text(setting);
        if (setting == null || text == null || text.equals("off")) {
            return -1;
        }
        Matcher matcher = PERCENTAGE.matcher(text);
        if (matcher.matches()) {
            String decimals = matcher.group(2) == null ? "" : matcher.group(2);
            int share = Integer.parseInt(matcher.group(1) + (decimals + "00").substring(0, 2));
            if (share <= 10_000) {
                return share;
            }
        }
        reading.invalid("retry_budget", setting.value(), "a percentage from \"0%\" to \"100%\", or \"off\"");
        return -1;
    }
}
