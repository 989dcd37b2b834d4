package io.weir.config;

import java.util.EnumSet;
import java.util.Set;

/** The blocks of nginx as tables. */
enum Context {
    HTTP('H', "at the top level"),
    SERVER('S', "in [[server]]"),
    LOCATION('L', "in [[server.location]]"),
    UPSTREAM('U', "in [[upstream]]"),
    PEER('P', "in [[upstream.server]]"),
    IF('i', "in [[server.location.if]]"),
    SERVER_IF('s', "in [[server.if]]"),
    LIMIT_EXCEPT('m', "in [server.location.limit_except]"),
    MAP('M', "in [[map]]"),
    GEO('G', "in [[geo]]"),
    SPLIT_CLIENTS('C', "in [[split_clients]]");

    private final char letter;
    private final String where;

    Context(char letter, String where) {
        this.letter = letter;
        this.where = where;
    }

    /** For messages: "in [[server]]". */
    String where() {
        return where;
    }

    /** From the notation of the directive table (and of nginx-semantics' section 5), such as {@code HSLi}. */
    static Set<Context> set(String letters) {
        Set<Context> contexts = EnumSet.noneOf(Context.class);
        for (Context context : values()) {
            if (letters.indexOf(context.letter) >= 0) {
                contexts.add(context);
            }
        }
        if (contexts.size() != letters.length()) {
            throw new IllegalArgumentException(letters);
        }
        return contexts;
    }
}
