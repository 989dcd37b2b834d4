package io.weir.differential;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Completes a scenario's configuration with what both proxies need to be comparable. The installed nginx may be older than the
 * defaults that Weir follows (HTTP/1.1 upstream, no {@code Connection} line, kept connections: nginx 1.29.7), so those are
 * always written out.
 */
final class SharedConfig {

    /** A location that every server gets: a request to it on a used connection tells whether that was kept. */
    static final String PROBE = "/weir-probe";

    static final String LOG_FORMAT = "status=$status upstream_status=$upstream_status upstream_addr=$upstream_addr"
            + " completion=$request_completion body_bytes_sent=$body_bytes_sent";

    private static final Set<String> NOT_PROXYING = Set.of("map", "geo", "split_clients", "upstream", "types");

    private SharedConfig() {}

    /**
     * @param http directives of the {@code http} level, with server blocks or without
     * @param server what is inside the only server when {@code http} has none
     * @param proxies whether there are peers, and so a group {@code up} of peer a unless {@code http} has groups
     */
    static List<Directive> complete(String http, String server, boolean proxies) {
        List<Directive> given = Directive.parse(http);
        List<Directive> all = new ArrayList<>();
        all.add(Directive.of("log_format", "compared", LOG_FORMAT));
        all.add(Directive.of("access_log", "%home%/access.log", "compared"));
        addUnlessPresent(all, given, "proxy_http_version", "1.1");
        if (!has(given, "proxy_set_header")) {
            all.add(Directive.of("proxy_set_header", "Connection", ""));
        }
        for (Directive directive : given) {
            all.add(completeBlock(directive));
        }
        if (proxies && !has(given, "upstream")) {
            all.add(completeBlock(Directive.parse("upstream up { server %a%; }").getFirst()));
        }
        if (!has(given, "server")) {
            all.add(completeBlock(new Directive("server", List.of(), Directive.parse(server))));
        }
        return all;
    }

    private static Directive completeBlock(Directive directive) {
        if (!directive.isBlock()) {
            return directive;
        }
        List<Directive> inside = new ArrayList<>();
        if (directive.name().equals("server") && !has(directive.block(), "listen")) {
            inside.add(Directive.of("listen", "127.0.0.1:%front%"));
        }
        boolean proxying = !NOT_PROXYING.contains(directive.name());
        for (Directive child : directive.block()) {
            inside.add(proxying ? completeBlock(child) : child);
        }
        if (directive.name().equals("upstream") && !has(inside, "keepalive")) {
            inside.add(Directive.of("keepalive", "32"));
        }
        if (directive.name().equals("server")) {
            inside.addAll(Directive.parse("location = " + PROBE + " { access_log off; return 204; }"));
        }
        boolean setsConnection = inside.stream()
                .anyMatch(d -> d.name().equals("proxy_set_header")
                        && d.args().getFirst().equals("Connection"));
        if (has(inside, "proxy_set_header") && !setsConnection) {
            inside.add(Directive.of("proxy_set_header", "Connection", ""));
        }
        return directive.withBlock(inside);
    }

    private static void addUnlessPresent(List<Directive> all, List<Directive> given, String name, String value) {
        if (!has(given, name)) {
            all.add(Directive.of(name, value));
        }
    }

    private static boolean has(List<Directive> directives, String name) {
        return directives.stream().anyMatch(directive -> directive.name().equals(name));
    }
}
