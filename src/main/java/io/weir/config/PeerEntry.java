package io.weir.config;

import io.weir.config.ConfigException.Mistake;
import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server of a group that is given at run time instead of in the file: read by the same rules, with the same messages. */
public final class PeerEntry {

    private PeerEntry() {}

    /**
     * Reads what would be an {@code [[upstream.server]]} table. Resolves names with the system's resolver, so it may block.
     *
     * @param keys names and strings, numbers or flags; what is of another type is a mistake
     * @param file the main configuration file, whose directory is what a Unix socket's path is relative to
     * @return a peer for each address that the name has; not empty
     * @throws ConfigException with every mistake; their places mean nothing
     */
    public static List<PeerConfig> read(Map<String, Object> keys, Balance balance, Path file) throws ConfigException {
        Mistakes mistakes = new Mistakes();
        List<Setting> settings = new ArrayList<>();
        int line = 1;
        for (Map.Entry<String, Object> key : keys.entrySet()) {
            Place place = new Place(0, "request", line++, 1);
            if (isScalar(key.getValue())) {
                settings.add(new Setting(key.getKey(), place, new Value.Scalar(place, key.getValue())));
            } else {
                mistakes.add(place, "\"" + key.getKey() + "\" must be a string, a number, true or false");
            }
        }
        mistakes.throwIfAny();
        Place start = new Place(0, "request", 1, 1);
        Block block = new BlockReader(mistakes).read(Context.PEER, start, settings);
        Path parent = file.toAbsolutePath().getParent();
        Reading reading = new Reading(
                mistakes, parent == null ? file : parent, InetAddress::getAllByName, Declarations.of(settings));
        List<PeerConfig> peers = new ArrayList<>();
        List<UpstreamConfig.NamedServer> names = new ArrayList<>();
        new PeerReader(reading, new Upstreams(reading)).read(new Level(block, null, reading), balance, peers, names);
        if (!names.isEmpty()) {
            mistakes.add(start, "\"resolve\" and \"service\" can be set in the configuration only");
        }
        mistakes.throwIfAny();
        if (peers.isEmpty()) {
            throw new ConfigException(List.of(new Mistake("request", 0, 0, "the server has no address")));
        }
        return List.copyOf(peers);
    }

    private static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Long || value instanceof Double || value instanceof Boolean;
    }
}
