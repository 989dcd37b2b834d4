package io.weir.config;

import io.weir.config.HandlerSettings.Condition;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What the modules that have a {@code *_pass} do not share of the directives that they share (nginx-semantics 5.1, 6.5). */
enum HandlerModule {
    PROXY("proxy", Set.of("date", "server", "x-pad"), EnumSet.allOf(Condition.class)),
    FASTCGI("fastcgi", Set.of("status"), Words.CGI),
    UWSGI("uwsgi", Set.of(), Words.CGI),
    SCGI("scgi", Set.of("status"), Words.CGI),
    MEMCACHED("memcached", Set.of(), EnumSet.of(Condition.ERROR, Condition.TIMEOUT));

    private static final class Words {
        /** Programs behind a gateway protocol have no gateway errors of their own. */
        static final Set<Condition> CGI = EnumSet.complementOf(EnumSet.of(Condition.HTTP_502, Condition.HTTP_504));
    }

    private static final Set<String> ACCELERATED =
            Set.of("x-accel-expires", "x-accel-redirect", "x-accel-limit-rate", "x-accel-buffering", "x-accel-charset");

    private final String prefix;
    private final Set<String> hidden = new java.util.LinkedHashSet<>();
    private final Map<String, Condition> conditions = new LinkedHashMap<>();

    HandlerModule(String prefix, Set<String> hidden, Set<Condition> conditions) {
        this.prefix = prefix;
        this.hidden.addAll(hidden);
        for (Condition condition : conditions) {
            this.conditions.put(condition.name().toLowerCase(Locale.ROOT), condition);
        }
        if (prefix.equals("memcached")) {
            this.conditions.put("invalid_response", Condition.INVALID_HEADER);
            this.conditions.put("not_found", Condition.HTTP_404);
        }
    }

    /** {@code "connect_timeout"} becomes {@code "fastcgi_connect_timeout"}. */
    String key(String suffix) {
        return prefix + "_" + suffix;
    }

    String prefix() {
        return prefix;
    }

    /** Whether the module's peers may be TLS servers. */
    boolean speaksTls() {
        return this == PROXY || this == UWSGI;
    }

    /** Whether responses have fields and may be buffered, requests have bodies and fields: all but memcached. */
    boolean relaysHttp() {
        return this != MEMCACHED;
    }

    /** Lower-case names that the client does not get unless {@code *_pass_header} says so. */
    Set<String> hidden() {
        Set<String> all = new java.util.LinkedHashSet<>(hidden);
        if (relaysHttp()) {
            all.addAll(ACCELERATED);
        }
        return all;
    }

    /** The words of {@code *_next_upstream} besides {@code off}, in nginx's order. */
    Map<String, Condition> conditions() {
        return conditions;
    }
}
