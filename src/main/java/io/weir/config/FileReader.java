package io.weir.config;

import io.weir.config.FileSettings.Candidate;
import io.weir.config.FileSettings.Fallback;
import io.weir.config.FileSettings.Listing;
import io.weir.config.FileSettings.ModifiedSince;
import io.weir.config.FileSettings.TryFiles;
import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directives about files, as nginx's core, index, autoindex and try_files modules read them. */
final class FileReader {

    /** {@code ngx_http_core_default_types}. */
    private static final Map<String, String> TYPES =
            Map.of("html", "text/html", "gif", "image/gif", "jpg", "image/jpeg");

    private static final int LARGEST_CODE = 999;

    private final Level level;
    private final Reading reading;

    FileReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    FileSettings read() {
        return new FileSettings(
                new MappingReader(level).read(),
                index(),
                tryFiles(),
                types(),
                listing(),
                level.flag("etag", true),
                ModifiedSince.valueOf(level.word("if_modified_since", List.of("off", "exact", "before"), "exact")
                        .toUpperCase(Locale.ROOT)),
                level.number("max_ranges", 0, Integer.MAX_VALUE),
                level.flag("log_not_found", true));
    }

    private List<Template> index() {
        Setting setting = level.find("index");
        if (setting == null) {
            return List.of(Template.literal("index.html"));
        }
        List<Template> names = new ArrayList<>();
        for (Value.Scalar word : level.words(setting)) {
            if (word.text().isEmpty()) {
                reading.mistake(word.place(), "index \"\" in \"index\" directive is invalid");
            } else {
                names.add(reading.template(word.place(), word.text()));
            }
        }
        if (setting.value().list().isEmpty()) {
            reading.invalid("index", setting.value(), "a name or an array of names");
        }
        return List.copyOf(names);
    }

    /** Not inherited, not even by an {@code if} inside: nginx's module has no rule to merge it. */
    private @Nullable TryFiles tryFiles() {
        Setting setting = level.own("try_files");
        if (setting == null) {
            return null;
        }
        List<Value.Scalar> words = level.words(setting);
        if (words.size() < 2) {
            reading.invalid("try_files", setting.value(), "files, and at last a URI, a named location or =code");
            return null;
        }
        List<Candidate> candidates = new ArrayList<>();
        for (Value.Scalar word : words.subList(0, words.size() - 1)) {
            String name = word.text();
            boolean directory = name.endsWith("/");
            candidates.add(new Candidate(
                    reading.template(word.place(), directory ? name.substring(0, name.length() - 1) : name),
                    directory));
        }
        Fallback fallback = fallback(words.getLast());
        return fallback == null ? null : new TryFiles(List.copyOf(candidates), fallback);
    }

    private @Nullable Fallback fallback(Value.Scalar last) {
        if (!last.text().startsWith("=")) {
            return new Fallback.Target(reading.template(last.place(), last.text()));
        }
        String code = last.text().substring(1);
        try {
            long status = Units.number(code);
            if (status <= LARGEST_CODE) {
                return new Fallback.Code((int) status);
            }
        } catch (BadValue _) {
            // said below
        }
        reading.mistake(last.place(), "invalid code \"" + code + "\" in \"try_files\": it must be from 0 to 999");
        return null;
    }

    private Map<String, String> types() {
        Setting setting = level.find("types");
        if (setting == null || !(setting.value() instanceof Value.Fields(var _, List<Setting> lines))) {
            return TYPES;
        }
        Map<String, String> types = new HashMap<>();
        for (Setting line : lines) {
            String type = ByteStrings.of(line.key());
            for (Value value : line.value().list()) {
                if (value instanceof Value.Scalar extensions) {
                    for (String extension : extensions.text().strip().split("\\s+")) {
                        // Of several types for one extension nginx takes the last, with a warning.
                        types.put(ByteStrings.lowerCase(ByteStrings.of(extension)), type);
                    }
                } else {
                    reading.invalid("types", value, "extensions for each type: \"txt md\" or [\"txt\", \"md\"]");
                }
            }
        }
        return Map.copyOf(types);
    }

    private @Nullable Listing listing() {
        String format = level.word("autoindex_format", List.of("html", "xml", "json", "jsonp"), "html");
        Listing listing = new Listing(
                Listing.Format.valueOf(format.toUpperCase(Locale.ROOT)),
                level.flag("autoindex_exact_size", true),
                level.flag("autoindex_localtime", false));
        return level.flag("autoindex", false) ? listing : null;
    }
}
