package io.weir.config;

import io.weir.config.FileSettings.Mapping;
import io.weir.variable.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code root} and {@code alias}, as {@code ngx_http_core_root} reads them. */
final class MappingReader {

    private static final String DEFAULT = "html";

    private final Level level;
    private final Reading reading;

    MappingReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    /** The nearer of the two holds; an inherited {@code alias} stands for the name of the location that has it. */
    Mapping read() {
        Level holder = level.nearest("root", "alias");
        if (holder == null) {
            return mapping(Template.literal(DEFAULT), 0);
        }
        Setting alias = holder.own("alias");
        Setting root = holder.own("root");
        if (alias != null && root != null) {
            if (holder == level) {
                reading.mistake(alias.place(), "\"alias\" and \"root\" cannot stand in one block");
            }
            return mapping(Template.literal(DEFAULT), 0);
        }
        Setting setting = alias != null ? alias : root;
        String text = setting == null ? null : level.text(setting);
        if (setting == null || text == null || !isUsable(setting, text)) {
            return mapping(Template.literal(DEFAULT), 0);
        }
        if (alias == null && text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        return mapping(reading.template(setting.value().place(), text), alias == null ? 0 : aliased(holder, alias));
    }

    private boolean isUsable(Setting setting, String text) {
        for (String own : List.of("document_root", "realpath_root")) {
            if (text.contains("$" + own) || text.contains("${" + own + "}")) {
                reading.mistake(
                        setting.value().place(),
                        "the $" + own + " variable cannot be used in the \"" + setting.key() + "\" directive");
                return false;
            }
        }
        return true;
    }

    /** How much of the URI it stands for. */
    private int aliased(Level holder, Setting alias) {
        String path = path(holder);
        if (path == null) {
            return 0; // a location without a path has been reported
        }
        if (path.startsWith("@")) {
            if (holder == level) {
                reading.mistake(alias.place(), "the \"alias\" directive cannot be used inside the named location");
            }
            return 0;
        }
        if (path.startsWith("~")) {
            return Mapping.WHOLE;
        }
        String name = path.startsWith("=") ? path.substring(1) : path.startsWith("^~") ? path.substring(2) : path;
        return ByteStrings.of(name.stripLeading()).length();
    }

    private static @Nullable String path(Level holder) {
        Setting path = holder.own("path");
        return path != null && path.value() instanceof Value.Scalar scalar
                ? scalar.text().strip()
                : null;
    }

    /** What is relative for certain is put below the base here and now. */
    private Mapping mapping(Template directory, int alias) {
        String base = reading.directory();
        String literal = directory.literalValue();
        boolean relative = literal != null && !literal.startsWith("/");
        return new Mapping(relative ? Template.literal(ByteStrings.text(base + literal)) : directory, base, alias);
    }
}
