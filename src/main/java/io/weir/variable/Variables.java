package io.weir.variable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From a variable's name, as a configuration writes it, to the {@link Variable} that it means. Configuration time only.
 */
public final class Variables {

    private static final Map<String, Variable> CORE = new HashMap<>();

    static {
        for (CoreVariable id : CoreVariable.values()) {
            CORE.put(id.variableName(), new Variable.Core(id));
        }
    }

    private Variables() {}

    /**
     * @param name without the dollar sign; names are case-insensitive, as in nginx
     * @return null when nginx has no such variable
     */
    static @Nullable Variable byName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        Variable core = CORE.get(lower);
        if (core != null) {
            return core;
        }
        for (Variable.Kind kind : Variable.Kind.values()) {
            if (lower.startsWith(kind.prefix())
                    && lower.length() > kind.prefix().length()) {
                String rest = lower.substring(kind.prefix().length());
                boolean header = kind != Variable.Kind.COOKIE
                        && kind != Variable.Kind.ARGUMENT
                        && kind != Variable.Kind.UPSTREAM_COOKIE;
                return new Variable.Named(kind, rest, header ? rest.replace('_', '-') : rest);
            }
        }
        return null;
    }
}
