package io.weir.protocol.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@code Set-Cookie} value taken apart at its semicolons, with blanks around names and values left out, as nginx does. */
final class SetCookie {

    /** One part: a name, and what follows the first equals sign. */
    static final class Attribute {
        private String name;
        private @Nullable String value;

        Attribute(String name, @Nullable String value) {
            this.name = name;
            this.value = value;
        }

        /** Without case, as attribute names are. */
        boolean isNamed(String lowerCase) {
            return name.equalsIgnoreCase(lowerCase);
        }

        /** Null when there is no equals sign. */
        @Nullable
        String value() {
            return value;
        }

        void set(String newValue) {
            value = newValue;
        }

        void rename(String newName) {
            name = newName;
        }

        private String text() {
            return value == null ? name : name + "=" + value;
        }
    }

    private final Attribute pair;
    private final List<Attribute> attributes;

    private SetCookie(Attribute pair, List<Attribute> attributes) {
        this.pair = pair;
        this.attributes = attributes;
    }

    static SetCookie parse(String text) {
        List<Attribute> parts = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int semicolon = text.indexOf(';', start);
            int end = semicolon < 0 ? text.length() : semicolon;
            parts.add(part(text.substring(start, end)));
            start = end + 1;
        }
        return new SetCookie(parts.removeFirst(), parts);
    }

    private static Attribute part(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? new Attribute(stripBlanks(text), null)
                : new Attribute(stripBlanks(text.substring(0, equals)), stripBlanks(text.substring(equals + 1)));
    }

    /** Blanks only: a tab is a part of the value to nginx. */
    private static String stripBlanks(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    /** The cookie's own name. */
    String name() {
        return pair.name;
    }

    boolean hasValue() {
        return pair.value != null;
    }

    /** Those behind the cookie's own name and value, in order; may be changed. */
    List<Attribute> attributes() {
        return attributes;
    }

    String text() {
        StringBuilder text = new StringBuilder(pair.text());
        for (Attribute attribute : attributes) {
            text.append("; ").append(attribute.text());
        }
        return text.toString();
    }
}
