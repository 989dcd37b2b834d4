package io.weir.differential;

import java.util.List;

/** Writes directives in nginx's syntax. */
final class NginxText {

    private NginxText() {}

    /** The inside of {@code http { … }}. */
    static String write(List<Directive> directives) {
        StringBuilder out = new StringBuilder();
        write(directives, "    ", out);
        return out.toString();
    }

    private static void write(List<Directive> directives, String indent, StringBuilder out) {
        for (Directive directive : directives) {
            out.append(indent).append(word(directive.name()));
            for (String arg : directive.args()) {
                out.append(' ').append(word(arg));
            }
            if (directive.isBlock()) {
                out.append(" {\n");
                write(directive.block(), indent + "    ", out);
                out.append(indent).append("}\n");
            } else {
                out.append(";\n");
            }
        }
    }

    private static String word(String arg) {
        boolean plain = !arg.isEmpty() && arg.chars().noneMatch(c -> c <= ' ' || "\"';{}#\\".indexOf(c) >= 0);
        if (plain) {
            return arg;
        }
        return "\"" + arg.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
