package io.weir.config;

import io.weir.config.ClientSettings.BodyFile;
import io.weir.config.ClientSettings.Browsers;
import io.weir.config.ClientSettings.Lingering;
import io.weir.variable.Template;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The directives about the client's side. */
final class ClientReader {

    private static final long SECOND = 1000;

    /** nginx-semantics 5.4: the size of a line must hold at least what a connection's pool holds. */
    private static final int CONNECTION_POOL = 512;

    private final Level level;
    private final Reading reading;

    ClientReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    ClientSettings read() {
        SizedBuffers large = SizedBuffers.read(level, "large_client_header_buffers", new SizedBuffers(4, 8 * 1024));
        long pool = level.size("connection_pool_size", CONNECTION_POOL);
        Setting setting = level.find("large_client_header_buffers");
        if (setting != null && !level.isTop() && large.size() < pool) {
            reading.mistake(
                    setting.value().place(),
                    "the \"large_client_header_buffers\" size must be equal to or greater than"
                            + " \"connection_pool_size\" (" + pool + ")");
        }
        Keepalive keepalive = keepalive();
        return new ClientSettings(
                level.offset("client_max_body_size", 1024 * 1024),
                level.bufferSize("client_body_buffer_size", 8 * 1024),
                level.time("client_body_timeout", 60 * SECOND),
                BufferingReader.tempPath(level, "client_body_temp_path", "client_body_temp"),
                level.time("client_header_timeout", 60 * SECOND),
                level.bufferSize("client_header_buffer_size", 1024),
                large.count(),
                large.size(),
                level.number("max_headers", 0, 1000),
                level.time("send_timeout", 60 * SECOND),
                keepalive.timeout,
                keepalive.header,
                level.number("keepalive_requests", 0, 1000),
                level.time("keepalive_time", 3600 * SECOND),
                lingering(),
                level.time("lingering_time", 30 * SECOND),
                level.time("lingering_timeout", 5 * SECOND),
                // "build" adds the name of a build to the version; there is none.
                !level.word("server_tokens", List.of("on", "off", "build"), "on")
                        .equals("off"),
                level.flag("chunked_transfer_encoding", true),
                level.flag("absolute_redirect", true),
                level.flag("server_name_in_redirect", false),
                level.flag("port_in_redirect", true),
                level.flag("merge_slashes", true),
                level.flag("underscores_in_headers", false),
                level.flag("ignore_invalid_headers", true),
                level.flag("tcp_nodelay", true),
                defaultType(),
                bodyFile(),
                level.time("keepalive_min_timeout", 0),
                level.flag("reset_timedout_connection", false),
                earlyHints(),
                size("limit_rate"),
                size("limit_rate_after"),
                browsers());
    }

    private Lingering lingering() {
        String word = level.word("lingering_close", List.of("on", "off", "always"), "on");
        return Lingering.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private record Keepalive(long timeout, long header) {}

    /** {@code keepalive_timeout TIME [HEADER_TIME]}. */
    private Keepalive keepalive() {
        Keepalive absent = new Keepalive(75 * SECOND, 0);
        Setting setting = level.find("keepalive_timeout");
        if (setting == null) {
            return absent;
        }
        List<Value.Scalar> words = level.words(setting);
        if (words.isEmpty() || words.size() > 2) {
            reading.invalid(setting.key(), setting.value(), "a time, or two times: [\"75s\", \"60s\"]");
            return absent;
        }
        try {
            long timeout = Scalars.time(setting.key(), words.getFirst());
            long header = words.size() == 1 ? 0 : Scalars.seconds(setting.key(), words.get(1));
            return new Keepalive(timeout, header);
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return absent;
        }
    }

    private BodyFile bodyFile() {
        Setting setting = level.find("client_body_in_file_only");
        String word = setting == null ? "off" : level.text(setting);
        switch (word) {
            case "off" -> {}
            case "on" -> {
                return BodyFile.ON;
            }
            case "clean" -> {
                return BodyFile.CLEAN;
            }
            case null, default -> reading.invalid(setting.key(), setting.value(), "one of on, clean, off");
        }
        return BodyFile.OFF;
    }

    private List<Template> earlyHints() {
        return level.words("early_hints").stream()
                .map(word -> reading.template(word.place(), word.text()))
                .toList();
    }

    /** A size that may have variables; null when it is absent or 0. */
    private @Nullable Template size(String key) {
        Setting setting = level.find(key);
        String text = setting == null ? null : level.text(setting);
        if (setting == null || text == null) {
            return null;
        }
        if (text.indexOf('$') >= 0) {
            return reading.template(setting.value().place(), text);
        }
        try {
            return Scalars.size(key, setting.value()) == 0 ? null : Template.literal(text);
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return null;
        }
    }

    private Browsers browsers() {
        boolean msie6 = level.find("keepalive_disable") == null;
        boolean safari = false;
        for (Value.Scalar word : level.words("keepalive_disable")) {
            switch (word.text()) {
                case "none" -> {}
                case "msie6" -> msie6 = true;
                case "safari" -> safari = true;
                default -> reading.invalid("keepalive_disable", word, "one of none, msie6, safari");
            }
        }
        return new Browsers(msie6, safari, level.flag("msie_padding", true), level.flag("msie_refresh", false));
    }

    private String defaultType() {
        String type = level.text("default_type");
        return type == null ? "text/plain" : ByteStrings.of(type);
    }
}
