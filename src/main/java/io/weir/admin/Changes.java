package io.weir.admin;

import io.weir.config.ConfigException;
import io.weir.config.ConfigException.Mistake;
import io.weir.config.PeerEntry;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What can be changed in a group. Everything is checked before anything is done. */
final class Changes {

    /** Far more than shares of requests need, and no sum of many becomes too large. */
    private static final int MAX_WEIGHT = 65_535;

    private final Path configuration;

    /** @param configuration the main file, whose directory is what paths of sockets are relative to */
    Changes(Path configuration) {
        this.configuration = configuration;
    }

    Answer patch(Upstream upstream, Peer peer, Map<String, Object> wanted) throws Refusal {
        for (String name : wanted.keySet()) {
            if (!name.equals("weight") && !name.equals("state")) {
                throw new Refusal(400, "\"" + name + "\" cannot be changed, only \"weight\" and \"state\"");
            }
        }
        if (wanted.isEmpty()) {
            throw new Refusal(400, "nothing to change: there is neither \"weight\" nor \"state\"");
        }
        boolean weighs = wanted.containsKey("weight");
        int weight = weighs ? weight(wanted.get("weight")) : 0;
        Runnable state = wanted.containsKey("state") ? state(upstream, peer, wanted.get("state")) : () -> {};
        try {
            if (weighs) {
                upstream.setWeight(peer, weight);
            }
            state.run();
        } catch (IllegalArgumentException gone) {
            throw new Refusal(404, gone.getMessage());
        }
        return Answer.ok(changed(upstream, peer));
    }

    private static int weight(Object wanted) throws Refusal {
        if (wanted instanceof Long weight && weight >= 1 && weight <= MAX_WEIGHT) {
            return weight.intValue();
        }
        throw new Refusal(400, "\"weight\" must be a whole number from 1 to " + MAX_WEIGHT);
    }

    private static Runnable state(Upstream upstream, Peer peer, Object wanted) throws Refusal {
        if (wanted instanceof String state) {
            switch (state) {
                case "up":
                    return () -> upstream.up(peer);
                case "down":
                    return () -> upstream.down(peer);
                case "drain":
                    return () -> upstream.drain(peer);
                default:
                    break;
            }
        }
        throw new Refusal(400, "\"state\" must be \"up\", \"down\" or \"drain\"");
    }

    /** Blocks while a name is resolved. */
    Answer add(Upstream upstream, Map<String, Object> server, String servers) throws Refusal {
        PeerConfig config = config(upstream, server);
        String name = config.address().name();
        if (upstream.peers().stream().anyMatch(peer -> peer.name().equals(name))) {
            throw new Refusal(409, name + " is a server of upstream \"" + upstream.name() + "\" already");
        }
        Peer added = upstream.add(config);
        return new Answer(201, Map.of("Location", servers + "/" + added.number()), changed(upstream, added));
    }

    private PeerConfig config(Upstream upstream, Map<String, Object> server) throws Refusal {
        try {
            List<PeerConfig> peers = PeerEntry.read(server, upstream.config().balance(), configuration);
            if (peers.size() > 1) {
                throw new Refusal(400, "the name has " + peers.size() + " addresses: add each of them by itself");
            }
            if (peers.getFirst().weight() > MAX_WEIGHT) {
                throw new Refusal(400, "\"weight\" must be a whole number from 1 to " + MAX_WEIGHT);
            }
            return peers.getFirst();
        } catch (ConfigException e) {
            throw new Refusal(400, e.mistakes().stream().map(Mistake::message).collect(Collectors.joining("; ")));
        }
    }

    Answer remove(Upstream upstream, Peer peer) throws Refusal {
        Map<String, Object> body = changed(upstream, peer);
        try {
            upstream.remove(peer);
        } catch (IllegalArgumentException gone) {
            throw new Refusal(404, gone.getMessage());
        }
        return Answer.ok(body);
    }

    private static Map<String, Object> changed(Upstream upstream, Peer peer) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("survives_reload", false);
        body.put("server", Description.of(upstream, peer));
        return body;
    }
}
