package io.weir.config;

import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ProxySettings.Condition;
import io.weir.config.ProxySettings.NextUpstream;
import io.weir.config.ProxySettings.SetHeader;
import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The {@code proxy_*} directives of a location, except {@code proxy_pass} itself. */
final class ProxyReader {

    private static final long MINUTE = 60_000;

    /** nginx-semantics 6.5. */
    private static final Set<String> HIDDEN = Set.of(
            "date",
            "server",
            "x-pad",
            "x-accel-expires",
            "x-accel-redirect",
            "x-accel-limit-rate",
            "x-accel-buffering",
            "x-accel-charset");

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

    private static final Map<String, Condition> CONDITIONS = new LinkedHashMap<>();

    static {
        for (Condition condition : Condition.values()) {
            CONDITIONS.put(condition.name().toLowerCase(Locale.ROOT), condition);
        }
    }

    private final Level level;
    private final Reading reading;

    ProxyReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    /** @param pass the location's own {@code proxy_pass}; null when it has none */
    ProxySettings read(@Nullable ProxyPass pass) {
        return new ProxySettings(
                level.time("proxy_connect_timeout", MINUTE),
                level.time("proxy_send_timeout", MINUTE),
                level.time("proxy_read_timeout", MINUTE),
                httpVersion10(),
                template("proxy_method"),
                setHeaders(),
                template("proxy_set_body"),
                level.flag("proxy_pass_request_headers", true),
                level.flag("proxy_pass_request_body", true),
                level.flag("proxy_request_buffering", true),
                level.flag("proxy_ignore_client_abort", false),
                level.flag("proxy_intercept_errors", false),
                hiddenHeaders(),
                ignoreHeaders(),
                level.flag("proxy_pass_trailers", false),
                new RedirectReader(level, pass).read(),
                new NextUpstream(
                        nextUpstream(),
                        level.number("proxy_next_upstream_tries", 0, 0),
                        level.time("proxy_next_upstream_timeout", 0)),
                new BufferingReader(level).read(),
                new SocketReader(level).read(),
                new CookieReader(level).read(),
                level.flag("proxy_force_ranges", false),
                new TlsReader(level, "proxy").read(mayBeHttps(pass)));
    }

    private static boolean mayBeHttps(@Nullable ProxyPass pass) {
        return pass != null && (pass.target() == null || pass.target().https());
    }

    private boolean httpVersion10() {
        Setting setting = level.find("proxy_http_version");
        String version = setting == null ? "1.1" : level.text(setting);
        if (setting == null || version == null) {
            return false;
        }
        switch (version) {
            case "1.0" -> {
                return true;
            }
            case "1.1" -> {}
            case "2", "2.0" ->
                reading.mistake(setting.value().place(), "\"proxy_http_version\" 2 is not supported, only 1.0 and 1.1");
            default -> reading.invalid("proxy_http_version", setting.value(), "\"1.0\" or \"1.1\"");
        }
        return false;
    }

    private @Nullable Template template(String key) {
        Setting setting = level.find(key);
        String text = setting == null ? null : level.text(setting);
        return setting == null || text == null
                ? null
                : reading.template(setting.value().place(), text);
    }

    private List<SetHeader> setHeaders() {
        Setting setting = level.find("proxy_set_header");
        if (setting == null || !(setting.value() instanceof Value.Fields(var _, List<Setting> headers))) {
            return List.of();
        }
        List<SetHeader> lines = new ArrayList<>();
        for (Setting header : headers) {
            if (!Tokens.isToken(header.key())) {
                reading.mistake(header.place(), "invalid header name \"" + header.key() + "\" in \"proxy_set_header\"");
                continue;
            }
            for (Value value : header.value().list()) {
                if (value instanceof Value.Scalar scalar) {
                    Template template = reading.template(value.place(), scalar.text());
                    lines.add(new SetHeader(ByteStrings.of(header.key()), template));
                } else {
                    reading.invalid("proxy_set_header", value, "a string or an array of strings for each name");
                }
            }
        }
        return List.copyOf(lines);
    }

    /** ngx_http_upstream_hide_headers_hash: what is passed is taken out last, also out of what is hidden beside it. */
    private Set<String> hiddenHeaders() {
        Set<String> hidden = new LinkedHashSet<>(HIDDEN);
        for (Value.Scalar name : level.words("proxy_hide_header")) {
            hidden.add(headerName(name));
        }
        for (Value.Scalar name : level.words("proxy_pass_header")) {
            hidden.remove(headerName(name));
        }
        return Set.copyOf(hidden);
    }

    private static String headerName(Value.Scalar name) {
        return ByteStrings.lowerCase(ByteStrings.of(name.text()));
    }

    private Set<String> ignoreHeaders() {
        Set<String> ignored = new LinkedHashSet<>();
        for (Value.Scalar name : level.words("proxy_ignore_headers")) {
            if (IGNORABLE.contains(headerName(name))) {
                ignored.add(headerName(name));
            } else {
                reading.invalid(
                        "proxy_ignore_headers",
                        name,
                        "one of X-Accel-Redirect, X-Accel-Expires, X-Accel-Limit-Rate, X-Accel-Buffering,"
                                + " X-Accel-Charset, Expires, Cache-Control, Set-Cookie, Vary");
            }
        }
        return Set.copyOf(ignored);
    }

    private Set<Condition> nextUpstream() {
        Setting setting = level.find("proxy_next_upstream");
        if (setting == null) {
            return Set.of(Condition.ERROR, Condition.TIMEOUT);
        }
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        boolean off = false;
        for (Value.Scalar word : level.words(setting)) {
            String text = word.text();
            Condition condition = CONDITIONS.get(text);
            if (condition != null) {
                conditions.add(condition);
            } else if (text.equals("off")) {
                off = true;
            } else if (!text.equals("updating")) {
                // "updating" is a word for caches, which nginx takes here without effect.
                reading.invalid(setting.key(), word, "one of " + String.join(", ", CONDITIONS.keySet()) + ", off");
            }
        }
        return off ? Set.of() : Collections.unmodifiableSet(conditions);
    }
}
