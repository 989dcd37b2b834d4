package io.weir.config;

import io.weir.config.RewriteStep.Condition;
import io.weir.config.RewriteStep.Condition.FileTest;
import io.weir.variable.TemplateException;
import io.weir.variable.Variable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The condition of an {@code if}, in nginx's notation, with or without the parentheses around it. */
final class ConditionReader {

    private static final String ALLOWED = "$variable, $variable = text, != text, ~ regex, ~* regex, !~ regex,"
            + " !~* regex, or -f, -d, -e, -x (or ! before them) and a path";

    private final Reading reading;
    private final Place place;

    ConditionReader(Reading reading, Place place) {
        this.reading = reading;
        this.place = place;
    }

    /** @return null after a mistake */
    @Nullable
    Condition read(String written) {
        String text = written.strip();
        if (text.startsWith("(") && text.endsWith(")")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        String first = word(text);
        String rest = text.substring(first.length()).strip();
        if (first.startsWith("$")) {
            return onVariable(written, first, rest);
        }
        boolean negated = first.startsWith("!");
        FileTest.Kind kind = switch (negated ? first.substring(1) : first) {
            case "-f" -> FileTest.Kind.FILE;
            case "-d" -> FileTest.Kind.DIRECTORY;
            case "-e" -> FileTest.Kind.EXISTS;
            case "-x" -> FileTest.Kind.EXECUTABLE;
            default -> null;
        };
        if (kind == null || rest.isEmpty()) {
            return wrong(written);
        }
        return new FileTest(kind, reading.template(place, unquoted(rest)), negated);
    }

    private @Nullable Condition onVariable(String written, String name, String rest) {
        Variable variable;
        try {
            variable = reading.names().single(name);
        } catch (TemplateException unknown) {
            reading.mistake(place, unknown.getMessage());
            return null;
        }
        if (variable == null) {
            return wrong(written);
        }
        if (rest.isEmpty()) {
            return new Condition.Truth(variable);
        }
        String operator = word(rest);
        String operand = unquoted(rest.substring(operator.length()).strip());
        return switch (operator) {
            case "=" -> new Condition.Equal(variable, reading.template(place, operand), false);
            case "!=" -> new Condition.Equal(variable, reading.template(place, operand), true);
            case "~" -> matches(variable, operand, false, false);
            case "~*" -> matches(variable, operand, true, false);
            case "!~" -> matches(variable, operand, false, true);
            case "!~*" -> matches(variable, operand, true, true);
            default -> wrong(written);
        };
    }

    private @Nullable Condition matches(Variable variable, String regex, boolean ignoreCase, boolean negated) {
        Pattern pattern = reading.pattern(place, regex, ignoreCase);
        return pattern == null ? null : new Condition.Matches(variable, pattern, negated);
    }

    private @Nullable Condition wrong(String written) {
        reading.mistake(place, "invalid condition \"" + written + "\": it must be " + ALLOWED);
        return null;
    }

    private static String word(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) > ' ') {
            end++;
        }
        return text.substring(0, end);
    }

    /** Quotes are of nginx's syntax, not of the value; a backslash keeps a quote inside them. */
    private static String unquoted(String text) {
        char quote = text.isEmpty() ? 0 : text.charAt(0);
        if ((quote != '"' && quote != '\'') || text.length() < 2 || text.charAt(text.length() - 1) != quote) {
            return text;
        }
        return text.substring(1, text.length() - 1).replace("\\" + quote, String.valueOf(quote));
    }
}
