package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a peer's {@code Set-Cookie}. Of each list the first rule that matches counts.
 *
 * @param domains {@code proxy_cookie_domain}
 * @param paths {@code proxy_cookie_path}
 * @param flags {@code proxy_cookie_flags}
 */
public record CookieRules(List<Rewrite> domains, List<Rewrite> paths, List<Flags> flags) {

    /** From one value of an attribute to another. */
    public sealed interface Rewrite {
        /** The replacement; may use captures. */
        Template to();

        /** A whole domain without its leading dot, or the beginning of a path. */
        record Literal(Template from, Template to) implements Rewrite {}

        /** On a match anywhere the whole value is replaced. */
        record Regex(Pattern pattern, Template to) implements Rewrite {}
    }

    /**
     * Which flags a cookie gets and loses.
     *
     * @param name of the cookie, compared without case; null when there is a pattern
     * @param pattern that its name has to match; null when there is a name
     * @param values words such as {@code secure} or {@code nosamesite}, or variables that hold one
     */
    public record Flags(@Nullable Template name, @Nullable Pattern pattern, List<Template> values) {}
}
