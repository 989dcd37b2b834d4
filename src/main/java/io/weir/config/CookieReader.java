package io.weir.config;

import io.weir.config.CookieRules.Flags;
import io.weir.config.CookieRules.Rewrite;
import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code proxy_cookie_domain}, {@code proxy_cookie_path} and {@code proxy_cookie_flags} (nginx-semantics 6.8). */
final class CookieReader {

    private static final String DOMAIN = "proxy_cookie_domain";
    private static final String PATH = "proxy_cookie_path";
    private static final String FLAGS = "proxy_cookie_flags";

    private final Level level;
    private final Reading reading;

    CookieReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    /** @return null when cookies pass as they are */
    @Nullable
    CookieRules read() {
        List<Rewrite> domains = new ArrayList<>();
        for (List<Value.Scalar> line : lines(DOMAIN, 2, 2, "\"off\", [from, to] or an array of such pairs")) {
            add(domains, domain(line.get(0), line.get(1)));
        }
        List<Rewrite> paths = new ArrayList<>();
        for (List<Value.Scalar> line : lines(PATH, 2, 2, "\"off\", [from, to] or an array of such pairs")) {
            add(paths, path(line.get(0), line.get(1)));
        }
        List<Flags> flags = new ArrayList<>();
        for (List<Value.Scalar> line : lines(FLAGS, 2, 4, "\"off\", [cookie, flag, ...] or an array of such lists")) {
            add(flags, flags(line));
        }
        return domains.isEmpty() && paths.isEmpty() && flags.isEmpty()
                ? null
                : new CookieRules(List.copyOf(domains), List.copyOf(paths), List.copyOf(flags));
    }

    /** The directive's lines; none for {@code off}, which stands alone. */
    private List<List<Value.Scalar>> lines(String key, int least, int most, String allowed) {
        Setting setting = level.find(key);
        if (setting == null) {
            return List.of();
        }
        List<List<Value.Scalar>> all = Lines.read(setting.value());
        List<List<Value.Scalar>> rules = new ArrayList<>();
        for (List<Value.Scalar> line : all) {
            boolean off = line.size() == 1 && line.getFirst().text().equals("off");
            if (off && all.size() > 1) {
                reading.mistake(line.getFirst().place(), "\"" + key + " off\" cannot stand beside other rules");
            } else if (!off && (line.size() < least || line.size() > most)) {
                reading.invalid(key, line.isEmpty() ? setting.value() : line.getFirst(), allowed);
            } else if (!off) {
                rules.add(line);
            }
        }
        return rules;
    }

    private static <T> void add(List<T> rules, @Nullable T rule) {
        if (rule != null) {
            rules.add(rule);
        }
    }

    /** Domains have no case, and a leading dot is no part of either. */
    private @Nullable Rewrite domain(Value.Scalar from, Value.Scalar to) {
        if (from.text().startsWith("~")) {
            return regex(from, 1, true, to);
        }
        return new Rewrite.Literal(withoutDot(from), withoutDot(to));
    }

    private Template withoutDot(Value.Scalar word) {
        String text = word.text();
        return reading.template(word.place(), text.startsWith(".") ? text.substring(1) : text);
    }

    private @Nullable Rewrite path(Value.Scalar from, Value.Scalar to) {
        if (from.text().startsWith("~")) {
            boolean ignoreCase = from.text().startsWith("~*");
            return regex(from, ignoreCase ? 2 : 1, ignoreCase, to);
        }
        return new Rewrite.Literal(
                reading.template(from.place(), from.text()), reading.template(to.place(), to.text()));
    }

    private @Nullable Rewrite regex(Value.Scalar from, int start, boolean ignoreCase, Value.Scalar to) {
        Template replacement = reading.template(to.place(), to.text());
        Pattern pattern = reading.pattern(from.place(), from.text().substring(start), ignoreCase);
        return pattern == null ? null : new Rewrite.Regex(pattern, replacement);
    }

    /** Flags may be variables, so that nginx looks at what they say only when there is a cookie. */
    private @Nullable Flags flags(List<Value.Scalar> line) {
        List<Template> values = new ArrayList<>();
        for (Value.Scalar word : line.subList(1, line.size())) {
            values.add(reading.template(word.place(), word.text()));
        }
        Value.Scalar cookie = line.getFirst();
        if (!cookie.text().startsWith("~")) {
            return new Flags(reading.template(cookie.place(), cookie.text()), null, List.copyOf(values));
        }
        Pattern pattern = reading.pattern(cookie.place(), cookie.text().substring(1), true);
        return pattern == null ? null : new Flags(null, pattern, List.copyOf(values));
    }
}
