package io.weir.variable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configuration value with variables, compiled: literal pieces and variables in turn. Immutable.
 *
 * <p>Evaluation walks an array; a template without variables is its string.
 */
public final class Template {

    private final String source;
    /** Pieces in order: a {@code String} (byte string) or a {@link Variable}. */
    private final Object[] pieces;

    private final @Nullable String literal;

    private Template(String source, List<Object> pieces) {
        this.source = source;
        this.pieces = pieces.toArray();
        this.literal = switch (this.pieces.length) {
            case 0 -> "";
            case 1 -> this.pieces[0] instanceof String text ? text : null;
            default -> null;
        };
    }

    /** A value that is taken as it is, dollar signs included. */
    public static Template literal(String text) {
        return new Template(text, text.isEmpty() ? List.of() : List.of(bytes(text)));
    }

    /**
     * Compiles {@code $name} and {@code ${name}}.
     *
     * @param source the text as the configuration has it
     * @param names what the variables of the configuration are called
     * @throws TemplateException for an unknown variable, in nginx's words
     */
    public static Template compile(String source, Names names) throws TemplateException {
        List<Object> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c != '$') {
                text.append(c);
                at++;
                continue;
            }
            if (at + 1 < source.length() && isGroup(source.charAt(at + 1))) {
                // One digit and never in braces, as in nginx: "$10" is "$1" and a zero, "${1}" an unknown variable.
                flush(text, pieces);
                pieces.add(new Variable.Capture(source.charAt(at + 1) - '0'));
                at += 2;
                continue;
            }
            boolean braces = at + 1 < source.length() && source.charAt(at + 1) == '{';
            int start = braces ? at + 2 : at + 1;
            int end = nameEnd(source, start);
            if (braces && (end == source.length() || source.charAt(end) != '}')) {
                throw new TemplateException(
                        "the closing bracket in \"" + source.substring(start, end) + "\" variable is missing");
            }
            if (end == start) {
                throw new TemplateException("invalid variable name in \"" + source + "\"");
            }
            flush(text, pieces);
            pieces.add(variable(source.substring(start, end), names));
            at = braces ? end + 1 : end;
        }
        flush(text, pieces);
        return new Template(source, pieces);
    }

    private static void flush(StringBuilder text, List<Object> pieces) {
        if (!text.isEmpty()) {
            pieces.add(bytes(text.toString()));
            text.setLength(0);
        }
    }

    private static boolean isGroup(char c) {
        return c >= '1' && c <= '9';
    }

    private static int nameEnd(String source, int start) {
        int end = start;
        while (end < source.length() && isNameCharacter(source.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static Variable variable(String name, Names names) throws TemplateException {
        Variable variable = names.find(name);
        if (variable == null) {
            throw new TemplateException("unknown \"" + name + "\" variable");
        }
        return variable;
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** As written in the configuration. */
    public String source() {
        return source;
    }

    /** The value when it has no variables, as a byte string; else null. */
    public @Nullable String literalValue() {
        return literal;
    }

    /** The value now; variables that are not found are empty. */
    public String evaluate(Scope scope) {
        if (literal != null) {
            return literal;
        }
        if (pieces.length == 1) {
            String value = scope.value((Variable) pieces[0]);
            return value == null ? "" : value;
        }
        StringBuilder out = new StringBuilder(64);
        for (Object piece : pieces) {
            if (piece instanceof Variable variable) {
                String value = scope.value(variable);
                if (value != null) {
                    out.append(value);
                }
            } else {
                out.append((String) piece);
            }
        }
        return out.toString();
    }

    /**
     * The pieces in order, for consumers that treat text and values differently (the access log escapes values only).
     */
    public void forEachPiece(PieceConsumer consumer) {
        for (Object piece : pieces) {
            if (piece instanceof Variable variable) {
                consumer.variable(variable);
            } else {
                consumer.text((String) piece);
            }
        }
    }

    /** See {@link #forEachPiece}. */
    public interface PieceConsumer {
        void text(String text);

        void variable(Variable variable);
    }

    @Override
    public String toString() {
        return source;
    }
}
