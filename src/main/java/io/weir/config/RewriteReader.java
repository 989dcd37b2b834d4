package io.weir.config;

import io.weir.config.RewriteStep.Rewrite;
import io.weir.config.RewriteStep.Rewrite.Then;
import io.weir.variable.Custom;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rewrite directives of one block, as {@code ngx_http_rewrite_module} reads them. None is inherited. */
final class RewriteReader {

    private final Level level;
    private final Reading reading;
    private final BiFunction<Level, String, LocationConfig> blocks;
    private final List<RewriteStep> steps = new ArrayList<>();

    /** @param blocks reads what is inside an {@code if}, given its level and its condition */
    RewriteReader(Level level, BiFunction<Level, String, LocationConfig> blocks) {
        this.level = level;
        this.reading = level.reading();
        this.blocks = blocks;
    }

    List<RewriteStep> read() {
        assignments();
        rewrites();
        for (Block block : level.block().blocks("if")) {
            condition(level.inner(block));
        }
        Setting stop = level.own("break");
        if (stop != null && level.flag("break", false)) {
            steps.add(new RewriteStep.Break());
        }
        RewriteStep answer = ReturnReader.read(level);
        if (answer != null) {
            steps.add(answer);
        }
        return List.copyOf(steps);
    }

    private void assignments() {
        Setting setting = level.own("set");
        if (setting == null || !(setting.value() instanceof Value.Fields(var _, List<Setting> assigned))) {
            return;
        }
        for (Setting one : assigned) {
            Variable variable = assignable(reading, one);
            if (variable instanceof Variable.Made(Custom custom)) {
                custom.becomeSet();
            }
            for (Value value : one.value().list()) {
                if (!(value instanceof Value.Scalar text)) {
                    reading.invalid("set", value, "a string");
                } else if (variable != null) {
                    steps.add(new RewriteStep.Assign(variable, reading.template(text.place(), text.text())));
                }
            }
        }
    }

    /** The variable that a key names; null, with a mistake, when it cannot be set. */
    static @Nullable Variable assignable(Reading reading, Setting named) {
        String key = named.key();
        if (!key.startsWith("$") || key.length() == 1) {
            reading.mistake(named.place(), "invalid variable name \"" + key + "\"");
            return null;
        }
        Variable variable = reading.names().find(key.substring(1));
        if (variable instanceof Variable.Core(var id) && !id.assignable()) {
            reading.mistake(named.place(), "the duplicate \"" + key.substring(1) + "\" variable");
            return null;
        }
        return variable;
    }

    private void rewrites() {
        Setting setting = level.own("rewrite");
        if (setting == null) {
            return;
        }
        for (List<Value.Scalar> line : Lines.read(setting.value())) {
            if (line.size() < 2 || line.size() > 3) {
                reading.invalid("rewrite", setting.value(), "[regex, replacement] or [regex, replacement, flag]");
                continue;
            }
            RewriteStep step = rewrite(line);
            if (step != null) {
                steps.add(step);
            }
        }
    }

    private @Nullable RewriteStep rewrite(List<Value.Scalar> line) {
        Value.Scalar regex = line.get(0);
        String replacement = line.get(1).text();
        if (replacement.isEmpty()) {
            reading.mistake(line.get(1).place(), "empty replacement in \"rewrite\"");
            return null;
        }
        boolean appendArgs = !replacement.endsWith("?");
        if (!appendArgs) {
            replacement = replacement.substring(0, replacement.length() - 1);
        }
        boolean url = replacement.startsWith("http://")
                || replacement.startsWith("https://")
                || replacement.startsWith("$scheme");
        Then then = line.size() == 3 ? flag(line.get(2)) : Then.GO_ON;
        if (then == null) {
            return null;
        }
        if (url && then != Then.PERMANENT) {
            then = Then.REDIRECT;
        }
        Pattern pattern = reading.pattern(regex.place(), regex.text(), false);
        if (pattern == null) {
            return null;
        }
        boolean redirect = then == Then.REDIRECT || then == Then.PERMANENT;
        int question = redirect ? -1 : replacement.indexOf('?');
        Place place = line.get(1).place();
        Template path = reading.template(place, question < 0 ? replacement : replacement.substring(0, question));
        Template args = question < 0 ? null : reading.template(place, replacement.substring(question + 1));
        return new Rewrite(regex.text(), pattern, path, args, appendArgs, then);
    }

    private @Nullable Then flag(Value.Scalar word) {
        return switch (word.text()) {
            case "last" -> Then.LAST;
            case "break" -> Then.BREAK;
            case "redirect" -> Then.REDIRECT;
            case "permanent" -> Then.PERMANENT;
            default -> {
                reading.invalid("rewrite", word, "last, break, redirect or permanent");
                yield null;
            }
        };
    }

    private void condition(Level inner) {
        Setting setting = inner.own("condition");
        String text = setting == null ? null : inner.text(setting);
        if (setting == null) {
            reading.mistake(inner.block().place(), "\"if\" has no \"condition\"");
            return;
        }
        RewriteStep.Condition condition = text == null
                ? null
                : new ConditionReader(reading, setting.value().place()).read(text);
        LocationConfig block = blocks.apply(inner, text == null ? "" : text);
        if (condition != null) {
            steps.add(new RewriteStep.If(condition, block));
        }
    }
}
