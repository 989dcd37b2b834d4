package io.weir.protocol.http;

import io.weir.variable.Scope;
import io.weir.variable.Template;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The flags that {@code proxy_cookie_flags} gives to one cookie or takes from it. Where both are asked for, a flag that is there
 * stays, as in nginx.
 */
final class CookieFlags {

    private boolean secure;
    private boolean noSecure;
    private boolean httpOnly;
    private boolean noHttpOnly;
    private boolean strict;
    private boolean lax;
    private boolean none;
    private boolean noSameSite;

    /** @param words of the configuration; empty and unknown ones have no effect */
    CookieFlags(Scope scope, List<Template> words) {
        for (Template word : words) {
            switch (word.evaluate(scope).toLowerCase(Locale.ROOT)) {
                case "secure" -> secure = true;
                case "nosecure" -> noSecure = true;
                case "httponly" -> httpOnly = true;
                case "nohttponly" -> noHttpOnly = true;
                case "samesite=strict" -> strict = true;
                case "samesite=lax" -> lax = true;
                case "samesite=none" -> none = true;
                case "nosamesite" -> noSameSite = true;
                default -> {}
            }
        }
    }

    /** @return false when there is nothing to apply: then the cookie is left as it is */
    boolean apply(SetCookie cookie) {
        if (!secure && !noSecure && !httpOnly && !noHttpOnly && !strict && !lax && !none && !noSameSite) {
            return false;
        }
        Iterator<SetCookie.Attribute> attributes = cookie.attributes().iterator();
        while (attributes.hasNext()) {
            SetCookie.Attribute attribute = attributes.next();
            if (attribute.isNamed("secure")) {
                if (!secure && noSecure) {
                    attributes.remove();
                }
                secure = false;
            } else if (attribute.isNamed("httponly")) {
                if (!httpOnly && noHttpOnly) {
                    attributes.remove();
                }
                httpOnly = false;
            } else if (attribute.isNamed("samesite")) {
                String sameSite = takeSameSite();
                if (sameSite != null) {
                    keepAs(attribute, sameSite);
                } else if (noSameSite) {
                    attributes.remove();
                }
            }
        }
        add(cookie, secure, "Secure", null);
        add(cookie, httpOnly, "HttpOnly", null);
        String sameSite = takeSameSite();
        add(cookie, sameSite != null, "SameSite", sameSite);
        return true;
    }

    /** A value that is right already keeps its spelling. */
    private static void keepAs(SetCookie.Attribute attribute, String sameSite) {
        if (!sameSite.equalsIgnoreCase(attribute.value())) {
            attribute.rename("SameSite");
            attribute.set(sameSite);
        }
    }

    /** The strictest value that is still to be given, once. */
    private @Nullable String takeSameSite() {
        if (strict) {
            strict = false;
            return "Strict";
        }
        if (lax) {
            lax = false;
            return "Lax";
        }
        if (none) {
            none = false;
            return "None";
        }
        return null;
    }

    private static void add(SetCookie cookie, boolean wanted, String name, @Nullable String value) {
        if (wanted) {
            cookie.attributes().add(new SetCookie.Attribute(name, value));
        }
    }
}
