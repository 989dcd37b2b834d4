package io.weir.config;

import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ProxySettings.Redirect;
import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code proxy_redirect}, with its default resolved into a rule (nginx-semantics 6.7). */
final class RedirectReader {

    private static final String KEY = "proxy_redirect";

    private final Level level;
    private final Reading reading;
    private final @Nullable ProxyPass pass;

    /** @param pass the location's own, from which the default is made */
    RedirectReader(Level level, @Nullable ProxyPass pass) {
        this.level = level;
        this.reading = level.reading();
        this.pass = pass;
    }

    List<Redirect> read() {
        Setting setting = level.find(KEY);
        if (setting == null) {
            Redirect rule = defaultRule();
            return rule == null ? List.of() : List.of(rule);
        }
        List<Redirect> rules = new ArrayList<>();
        List<List<Value.Scalar>> lines = Lines.read(setting.value());
        for (List<Value.Scalar> line : lines) {
            if (line.size() == 2) {
                Redirect rule = rule(line.get(0), line.get(1));
                if (rule != null) {
                    rules.add(rule);
                }
            } else if (line.size() == 1 && line.getFirst().text().equals("default")) {
                explicitDefault(line.getFirst(), rules);
            } else if (line.size() == 1 && line.getFirst().text().equals("off")) {
                if (lines.size() > 1) {
                    reading.mistake(line.getFirst().place(), "\"proxy_redirect off\" cannot stand beside other rules");
                }
                return List.of();
            } else {
                Value value = line.isEmpty() ? setting.value() : line.getFirst();
                reading.invalid(KEY, value, "\"default\", \"off\", [from, to] or an array of such pairs");
            }
        }
        return List.copyOf(rules);
    }

    private void explicitDefault(Value word, List<Redirect> rules) {
        Level holder = level.holder(KEY);
        if (holder != null && holder.own("proxy_pass") == null) {
            reading.mistake(word.place(), "\"proxy_redirect default\" needs a \"proxy_pass\" in the same location");
        } else if (pass != null && pass.template() != null) {
            reading.mistake(
                    word.place(),
                    "\"proxy_redirect default\" cannot be used with \"proxy_pass\" directive with variables");
        } else {
            Redirect rule = defaultRule();
            if (rule != null) {
                rules.add(rule);
            }
        }
    }

    private @Nullable Redirect defaultRule() {
        if (pass == null || pass.target() == null) {
            return null;
        }
        String name = pass.locationName();
        return name == null
                ? new Redirect.Prefix(Template.literal(pass.text() + "/"), Template.literal("/"))
                : new Redirect.Prefix(Template.literal(pass.text()), Template.literal(ByteStrings.text(name)));
    }

    private @Nullable Redirect rule(Value.Scalar from, Value.Scalar to) {
        Template replacement = reading.template(to.place(), to.text());
        if (!from.text().startsWith("~")) {
            return new Redirect.Prefix(reading.template(from.place(), from.text()), replacement);
        }
        boolean ignoreCase = from.text().startsWith("~*");
        Pattern pattern = reading.pattern(from.place(), from.text().substring(ignoreCase ? 2 : 1), ignoreCase);
        return pattern == null ? null : new Redirect.Regex(pattern, replacement);
    }
}
