package io.weir.differential;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A directive of a configuration.
 *
 * @param children the directives of its block, null when it is no block
 */
record Directive(String name, List<String> args, @Nullable List<Directive> children) {

    Directive {
        args = List.copyOf(args);
        children = children == null ? null : List.copyOf(children);
    }

    static Directive of(String name, String... args) {
        return new Directive(name, List.of(args), null);
    }

    boolean isBlock() {
        return children != null;
    }

    List<Directive> block() {
        if (children == null) {
            throw new IllegalStateException(name + " is no block");
        }
        return children;
    }

    Directive withBlock(List<Directive> replaced) {
        return new Directive(name, args, replaced);
    }

    /** Parses text in nginx's syntax: words, quotes, semicolons, braces, {@code #} comments. */
    static List<Directive> parse(String text) {
        Parser parser = new Parser(text);
        List<Directive> directives = parser.block();
        if (parser.position < text.length()) {
            throw new IllegalArgumentException("unbalanced \"}\" in:\n" + text);
        }
        return directives;
    }

    private static final class Parser {
        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        List<Directive> block() {
            List<Directive> directives = new ArrayList<>();
            List<String> words = new ArrayList<>();
            while (skipBlanks()) {
                char c = text.charAt(position);
                if (c == '}') {
                    if (!words.isEmpty()) {
                        throw new IllegalArgumentException("no \";\" after " + words);
                    }
                    return directives;
                }
                if (c == ';') {
                    position++;
                    directives.add(directive(words, null));
                    words.clear();
                } else if (c == '{') {
                    position++;
                    List<Directive> children = block();
                    position++;
                    directives.add(directive(words, children));
                    words.clear();
                } else {
                    words.add(c == '"' || c == '\'' ? quoted(c) : word());
                }
            }
            if (!words.isEmpty()) {
                throw new IllegalArgumentException("no \";\" after " + words);
            }
            return directives;
        }

        private static Directive directive(List<String> words, @Nullable List<Directive> children) {
            return new Directive(words.getFirst(), words.subList(1, words.size()), children);
        }

        private boolean skipBlanks() {
            while (position < text.length()) {
                char c = text.charAt(position);
                if (c == '#') {
                    int end = text.indexOf('\n', position);
                    position = end < 0 ? text.length() : end;
                } else if (Character.isWhitespace(c)) {
                    position++;
                } else {
                    return true;
                }
            }
            return false;
        }

        private String quoted(char quote) {
            StringBuilder word = new StringBuilder();
            for (position++; text.charAt(position) != quote; position++) {
                if (text.charAt(position) == '\\' && "\"'\\".indexOf(text.charAt(position + 1)) >= 0) {
                    position++;
                }
                word.append(text.charAt(position));
            }
            position++;
            return word.toString();
        }

        private String word() {
            int start = position;
            while (position < text.length()) {
                char c = text.charAt(position);
                boolean variable = c == '{' && text.charAt(position - 1) == '$';
                if (variable) {
                    position = text.indexOf('}', position);
                } else if (Character.isWhitespace(c) || c == ';' || c == '{' || c == '}') {
                    break;
                }
                position++;
            }
            return text.substring(start, position);
        }
    }
}
