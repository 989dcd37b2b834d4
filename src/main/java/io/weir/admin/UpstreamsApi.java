package io.weir.admin;

import io.weir.upstream.Peer;
import io.weir.upstream.Upstream;
import io.weir.upstream.Upstreams;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The resources: which path is what, and what can be done with it. */
final class UpstreamsApi {

    /** What the request brings with it, read only where it is wanted. Blocks. */
    interface Body {
        Map<String, Object> read() throws Refusal, IOException;
    }

    private final Supplier<Upstreams> upstreams;
    private final Changes changes;

    UpstreamsApi(Supplier<Upstreams> upstreams, Changes changes) {
        this.upstreams = upstreams;
        this.changes = changes;
    }

    /**
     * @param method {@code GET} for HEAD, too
     * @param path its segments, decoded
     */
    Answer serve(String method, List<String> path, Body body) throws Refusal, IOException {
        if (path.isEmpty()) {
            allow(method, "GET");
            return Answer.ok(Map.of("upstreams", "/upstreams"));
        }
        boolean known = path.getFirst().equals("upstreams")
                && (path.size() < 3 || path.get(2).equals("servers"));
        if (!known || path.size() > 4) {
            throw new Refusal(404, "there is no such resource; see /upstreams");
        }
        if (path.size() == 1) {
            allow(method, "GET");
            return Answer.ok(Map.of(
                    "upstreams",
                    upstreams.get().all().stream().map(Description::of).toList()));
        }
        Upstream upstream = upstream(path.get(1));
        if (path.size() == 2) {
            allow(method, "GET");
            return Answer.ok(Description.of(upstream));
        }
        return path.size() == 3 ? servers(method, upstream, path, body) : server(method, upstream, path.get(3), body);
    }

    private Answer servers(String method, Upstream upstream, List<String> path, Body body) throws Refusal, IOException {
        allow(method, "GET", "POST");
        return method.equals("POST")
                ? changes.add(upstream, body.read(), Segments.join(path))
                : Answer.ok(Map.of("servers", Description.servers(upstream)));
    }

    private Answer server(String method, Upstream upstream, String id, Body body) throws Refusal, IOException {
        allow(method, "GET", "PATCH", "DELETE");
        Peer peer = peer(upstream, id);
        return switch (method) {
            case "PATCH" -> changes.patch(upstream, peer, body.read());
            case "DELETE" -> changes.remove(upstream, peer);
            default -> {
                Map<String, Object> server = Description.of(upstream, peer);
                if (server == null) {
                    throw noServer(upstream, id);
                }
                yield Answer.ok(server);
            }
        };
    }

    private Upstream upstream(String name) throws Refusal {
        Upstream upstream = upstreams.get().get(name.toLowerCase(Locale.ROOT));
        if (upstream == null) {
            throw new Refusal(404, "there is no upstream \"" + name + "\"");
        }
        return upstream;
    }

    /** By its number, or by its address as long as that says which one is meant. */
    private static Peer peer(Upstream upstream, String id) throws Refusal {
        List<Peer> named = upstream.peers().stream()
                .filter(peer -> Integer.toString(peer.number()).equals(id)
                        || peer.name().equals(id))
                .toList();
        if (named.isEmpty()) {
            throw noServer(upstream, id);
        }
        if (named.size() > 1) {
            throw new Refusal(409, named.size() + " servers have the address " + id + ": name one by its id");
        }
        return named.getFirst();
    }

    private static Refusal noServer(Upstream upstream, String id) {
        return new Refusal(404, "there is no server \"" + id + "\" in upstream \"" + upstream.name() + "\"");
    }

    private static void allow(String method, String... allowed) throws Refusal {
        if (!List.of(allowed).contains(method)) {
            String methods = String.join(", ", allowed);
            throw new Refusal(405, "the resource knows " + methods + " only", Map.of("Allow", methods));
        }
    }
}
