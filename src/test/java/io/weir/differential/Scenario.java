package io.weir.differential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that nginx does, with everything it takes to see it.
 *
 * @param name the rule, as a sentence
 * @param directives the completed configuration, the inside of {@code http { … }}
 * @param peers how the peers behave, by the names that the configuration gives them ({@code %a%})
 * @param files what lies in {@code %files%}: contents by name; a name that ends with a slash is an empty directory
 * @param client what the client does
 * @param expected what is pinned of nginx, and of Weir too unless it differs
 * @param difference why Weir does something else than the installed nginx, and what; null when it does not
 */
record Scenario(
        String name,
        List<Directive> directives,
        Map<String, PeerPlan> peers,
        Map<String, String> files,
        List<ClientStep> client,
        List<Expect> expected,
        @Nullable Difference difference) {

    /** One thing that the client does. */
    @FunctionalInterface
    interface ClientStep {
        void run(ClientSession session) throws Exception;
    }

    /**
     * @param since the first nginx that does the same as Weir; null when none does
     * @param expected what is pinned of Weir, in place of being equal to an nginx before that
     */
    record Difference(String reason, @Nullable String since, List<Expect> expected) {

        /** Whether this nginx differs from Weir in the declared way. */
        boolean holdsFor(String nginxVersion) {
            return since == null || Runtime.Version.parse(nginxVersion).compareTo(Runtime.Version.parse(since)) < 0;
        }
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    /** Weir differs on purpose. */
    Scenario differs(String reason, Expect... weir) {
        return new Scenario(
                name, directives, peers, files, client, expected, new Difference(reason, null, List.of(weir)));
    }

    /**
     * Weir does what nginx does today, and older ones did not do yet.
     *
     * @param version the first that is known to do it
     */
    Scenario sinceNginx(String version, Expect... weir) {
        Difference newer = new Difference("nginx does so since " + version, version, List.of(weir));
        return new Scenario(name, directives, peers, files, client, expected, newer);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects a scenario; {@link #expect} completes it. */
    static final class Builder {
        private final String name;
        private String http = "";
        private String server = "location / { proxy_pass http://up; }";
        private final Map<String, PeerPlan> peers = new TreeMap<>();
        private final Map<String, String> files = new TreeMap<>();
        private final List<ClientStep> client = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** The inside of the only server, in place of one location that passes everything to {@code up}. */
        Builder server(String conf) {
            server = conf;
            return this;
        }

        /** The inside of the one location {@code /}, besides {@code proxy_pass http://up}. */
        Builder location(String conf) {
            return server("location / { proxy_pass http://up; " + conf + " }");
        }

        /** Directives of the http level: upstreams (in place of {@code up} with peer a), servers (in place of the only one). */
        Builder http(String conf) {
            http = conf;
            return this;
        }

        Builder peer(String peer, PeerPlan plan) {
            peers.put(peer, plan);
            return this;
        }

        /** Peer a answers with these bytes. */
        Builder answers(String... bytes) {
            return peer("a", PeerPlan.answers(bytes));
        }

        /** Puts a file, or with a slash at the end of its name a directory, into {@code %files%}. */
        Builder file(String path, String content) {
            files.put(path, content);
            return this;
        }

        Builder files(Map<String, String> contents) {
            files.putAll(contents);
            return this;
        }

        /** Sends the bytes and reads the response. */
        Builder request(String bytes) {
            client.add(session -> session.exchange(bytes));
            return this;
        }

        /** A GET of this target, with {@code Host: front}. */
        Builder get(String target) {
            return request("GET " + target + " HTTP/1.1\r\nHost: front\r\n\r\n");
        }

        /** Ends the connection, so that the next request comes on another. */
        Builder newConnection() {
            client.add(ClientSession::endConnection);
            return this;
        }

        Builder client(ClientStep step) {
            client.add(step);
            return this;
        }

        Scenario expect(Expect... expected) {
            List<Directive> directives = SharedConfig.complete(http, server, !peers.isEmpty());
            return new Scenario(
                    name,
                    directives,
                    Map.copyOf(peers),
                    Map.copyOf(files),
                    List.copyOf(client),
                    Arrays.asList(expected),
                    null);
        }
    }
}
