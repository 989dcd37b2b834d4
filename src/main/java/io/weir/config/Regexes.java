package io.weir.config;

import io.weir.variable.Variable;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From PCRE's notation, as nginx uses it (bytes, no UTF mode), to java.util.regex.
 *
 * <p>What differs and is translated: named groups {@code (?P<n>…)} and {@code (?'n'…)}, {@code _} in their names;
 * {@code [:alpha:]} classes; {@code [} and {@code &&}, which mean something inside a class only to Java. {@code .},
 * {@code ^} and {@code $} know no line end but {@code \n} in PCRE; in Java the byte 0x85, a part of many UTF-8
 * characters, would be one without {@code UNIX_LINES}.
 */
final class Regexes {

    private static final Pattern GROUP = Pattern.compile("\\(\\?(?:P?<([A-Za-z_]\\w*)>|'([A-Za-z_]\\w*)')");

    private static final Map<String, String> POSIX = Map.ofEntries(
            Map.entry("alpha", "\\p{Alpha}"),
            Map.entry("digit", "\\p{Digit}"),
            Map.entry("alnum", "\\p{Alnum}"),
            Map.entry("upper", "\\p{Upper}"),
            Map.entry("lower", "\\p{Lower}"),
            Map.entry("punct", "\\p{Punct}"),
            Map.entry("graph", "\\p{Graph}"),
            Map.entry("print", "\\p{Print}"),
            Map.entry("blank", "\\p{Blank}"),
            Map.entry("cntrl", "\\p{Cntrl}"),
            Map.entry("xdigit", "\\p{XDigit}"),
            Map.entry("space", "\\s"),
            Map.entry("word", "\\w"));

    private Regexes() {}

    /** @throws java.util.regex.PatternSyntaxException when it is none, also for the parts of PCRE that Java lacks */
    static Pattern compile(String regex, boolean ignoreCase) {
        int flags = Pattern.UNIX_LINES | (ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        return Pattern.compile(translate(ByteStrings.of(regex)), flags);
    }

    /** The names of a regular expression's groups as variables have them. */
    static Set<String> groupNames(String regex) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = GROUP.matcher(regex);
        while (matcher.find()) {
            names.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return names;
    }

    private static String translate(String regex) {
        StringBuilder out = new StringBuilder(regex.length() + 16);
        Matcher group = GROUP.matcher(regex);
        int at = 0;
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == '\\') {
                int end = escapeEnd(regex, at);
                out.append(regex, at, end);
                at = end;
            } else if (c == '[') {
                at = characterClass(regex, at, out);
            } else if (c == '(' && group.region(at, regex.length()).lookingAt()) {
                String name = group.group(1) != null ? group.group(1) : group.group(2);
                out.append("(?<").append(Variable.NamedCapture.groupName(name)).append('>');
                at = group.end();
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    /** After {@code \x}, or after the whole of {@code \Q…\E}. */
    private static int escapeEnd(String regex, int at) {
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at + 2);
            return end < 0 ? regex.length() : end + 2;
        }
        return Math.min(at + 2, regex.length());
    }

    /** Copies one class; a {@code ]} directly after the bracket is an ordinary character in PCRE. */
    private static int characterClass(String regex, int start, StringBuilder out) {
        int at = start + 1;
        out.append('[');
        if (at < regex.length() && regex.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        if (at < regex.length() && regex.charAt(at) == ']') {
            out.append("\\]");
            at++;
        }
        while (at < regex.length()) {
            char c = regex.charAt(at);
            if (c == ']') {
                out.append(']');
                return at + 1;
            }
            if (c == '\\') {
                int end = escapeEnd(regex, at);
                out.append(regex, at, end);
                at = end;
                continue;
            }
            if (regex.startsWith("[:", at)) {
                int end = regex.indexOf(":]", at);
                String name = end < 0 ? "" : regex.substring(at + 2, end);
                boolean negated = name.startsWith("^");
                String java = POSIX.get(negated ? name.substring(1) : name);
                if (java != null) {
                    out.append(negated ? negation(java) : java);
                    at = end + 2;
                    continue;
                }
            }
            if (c == '[' || c == '&') {
                out.append('\\');
            }
            out.append(c);
            at++;
        }
        return at;
    }

    private static String negation(String javaClass) {
        return "\\" + Character.toUpperCase(javaClass.charAt(1)) + javaClass.substring(2);
    }
}
