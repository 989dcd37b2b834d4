package io.weir.config;

import io.weir.config.HandlerSettings.Condition;
import io.weir.config.HandlerSettings.NextUpstream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** The directives that every handler module has under its own prefix. */
final class HandlerReader {

    private static final long MINUTE = 60_000;

    private static final Set<String> IGNORABLE = Set.of(
            "x-accel-redirect",
            "x-accel-expires",
            "x-accel-limit-rate",
            "x-accel-buffering",
            "x-accel-charset",
            "expires",
            "cache-control",
            "set-cookie",
            "vary");

    private final Level level;
    private final Reading reading;
    private final HandlerModule module;

    HandlerReader(Level level, HandlerModule module) {
        this.level = level;
        this.reading = level.reading();
        this.module = module;
    }

    HandlerSettings read() {
        return read(false);
    }

    /** @param tls whether peers are, or may be, TLS servers */
    HandlerSettings read(boolean tls) {
        // A key that the module does not have is never set: its default is the module's trait.
        return new HandlerSettings(
                level.time(module.key("connect_timeout"), MINUTE),
                level.time(module.key("send_timeout"), MINUTE),
                level.time(module.key("read_timeout"), MINUTE),
                level.flag(module.key("pass_request_headers"), module.relaysHttp()),
                level.flag(module.key("pass_request_body"), module.relaysHttp()),
                level.flag(module.key("request_buffering"), true),
                level.flag(module.key("ignore_client_abort"), false),
                level.flag(module.key("intercept_errors"), false),
                hiddenHeaders(),
                ignoreHeaders(),
                new NextUpstream(
                        nextUpstream(),
                        level.number(module.key("next_upstream_tries"), 0, 0),
                        level.time(module.key("next_upstream_timeout"), 0)),
                new BufferingReader(level, module).read(),
                new SocketReader(level, module).read(),
                level.flag(module.key("force_ranges"), !module.relaysHttp()),
                module.speaksTls() ? new TlsReader(level, module.prefix()).read(tls) : null);
    }

    /** ngx_http_upstream_hide_headers_hash: what is passed is taken out last, also out of what is hidden beside it. */
    private Set<String> hiddenHeaders() {
        Set<String> hidden = module.hidden();
        for (Value.Scalar name : level.words(module.key("hide_header"))) {
            hidden.add(headerName(name));
        }
        for (Value.Scalar name : level.words(module.key("pass_header"))) {
            hidden.remove(headerName(name));
        }
        return Set.copyOf(hidden);
    }

    private static String headerName(Value.Scalar name) {
        return ByteStrings.lowerCase(ByteStrings.of(name.text()));
    }

    private Set<String> ignoreHeaders() {
        String key = module.key("ignore_headers");
        Set<String> ignored = new LinkedHashSet<>();
        for (Value.Scalar name : level.words(key)) {
            if (IGNORABLE.contains(headerName(name))) {
                ignored.add(headerName(name));
            } else {
                reading.invalid(
                        key,
                        name,
                        "one of X-Accel-Redirect, X-Accel-Expires, X-Accel-Limit-Rate, X-Accel-Buffering,"
                                + " X-Accel-Charset, Expires, Cache-Control, Set-Cookie, Vary");
            }
        }
        return Set.copyOf(ignored);
    }

    private Set<Condition> nextUpstream() {
        Setting setting = level.find(module.key("next_upstream"));
        if (setting == null) {
            return Set.of(Condition.ERROR, Condition.TIMEOUT);
        }
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        boolean off = false;
        for (Value.Scalar word : level.words(setting)) {
            String text = word.text();
            Condition condition = module.conditions().get(text);
            if (condition != null) {
                conditions.add(condition);
            } else if (text.equals("off")) {
                off = true;
            } else if (!text.equals("updating") || !module.relaysHttp()) {
                // "updating" is a word for caches, which nginx takes here without effect.
                reading.invalid(
                        setting.key(),
                        word,
                        "one of " + String.join(", ", module.conditions().keySet()) + ", off");
            }
        }
        return off ? Set.of() : Collections.unmodifiableSet(conditions);
    }
}
