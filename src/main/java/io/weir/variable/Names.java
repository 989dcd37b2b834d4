package io.weir.variable;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a configuration's variables are called: nginx's own, those that the configuration makes, and the named groups of its
 * regular expressions. Configuration time only.
 *
 * <p>In nginx a variable exists in the whole configuration, wherever it is made: the names are declared before the first
 * template is compiled.
 */
public final class Names {

    private final Map<String, Custom> custom = new HashMap<>();
    private final Set<String> groups = new LinkedHashSet<>();

    /** Declares the named groups of regular expressions, spelled as there. */
    public Names withGroups(Set<String> names) {
        groups.addAll(names);
        return this;
    }

    /**
     * Declares a variable that the configuration makes; the same name is the same variable.
     *
     * @param name without the dollar sign, in any case
     */
    public Custom declare(String name) {
        return custom.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> new Custom(key, custom.size()));
    }

    /**
     * What a name means.
     *
     * @param name without the dollar sign; names are case-insensitive, as in nginx
     * @return null when there is no such variable
     */
    public @Nullable Variable find(String name) {
        Custom made = custom.get(name.toLowerCase(Locale.ROOT));
        if (made != null) {
            return new Variable.Made(made);
        }
        for (String group : groups) {
            // The group's own spelling is what a match result knows.
            if (group.equalsIgnoreCase(name)) {
                return new Variable.NamedCapture(group);
            }
        }
        return Variables.byName(name);
    }

    /**
     * The one variable that a text is, as {@code if ($v)} has it: {@code $name}, {@code ${name}} or {@code $1}.
     *
     * @return null when the text is something else
     * @throws TemplateException for an unknown variable
     */
    public @Nullable Variable single(String text) throws TemplateException {
        if (!text.startsWith("$") || text.length() == 1) {
            return null;
        }
        boolean braces = text.startsWith("${") && text.endsWith("}");
        String name = braces ? text.substring(2, text.length() - 1) : text.substring(1);
        if (!braces && name.length() == 1 && name.charAt(0) >= '1' && name.charAt(0) <= '9') {
            return new Variable.Capture(name.charAt(0) - '0');
        }
        Variable found = find(name);
        if (found == null) {
            throw new TemplateException("unknown \"" + name + "\" variable");
        }
        return found;
    }

    /** Whether nginx itself has a variable of exactly this name; names that a prefix explains do not count. */
    public static boolean isCore(String name) {
        return Variables.byName(name) instanceof Variable.Core;
    }
}
