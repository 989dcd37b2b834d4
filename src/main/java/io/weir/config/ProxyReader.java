package io.weir.config;

import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ProxySettings.SetHeader;
import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code proxy_*} directives of a location, except {@code proxy_pass} itself. */
final class ProxyReader {

    private final Level level;
    private final Reading reading;

    ProxyReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    /** @param pass the location's own {@code proxy_pass}; null when it has none */
    ProxySettings read(@Nullable ProxyPass pass) {
        return new ProxySettings(
                new HandlerReader(level, HandlerModule.PROXY).read(mayBeHttps(pass)),
                httpVersion10(),
                level.template("proxy_method"),
                setHeaders(),
                level.template("proxy_set_body"),
                level.flag("proxy_pass_trailers", false),
                new RedirectReader(level, pass).read(),
                new CookieReader(level).read());
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
}
