package io.weir.http;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;

/** A set of field names, compiled so that the question costs an array look-up for the names that Jetty knows. Immutable. */
public final class FieldNames {

    private final boolean[] known = new boolean[HttpHeader.values().length];
    private final Set<String> other = new HashSet<>();

    /** @param names in any case */
    public FieldNames(Collection<String> names) {
        for (String name : names) {
            HttpHeader header = HttpHeader.CACHE.get(name);
            if (header != null) {
                known[header.ordinal()] = true;
            } else {
                other.add(name.toLowerCase(Locale.ROOT));
            }
        }
    }

    public boolean contains(HttpField field) {
        HttpHeader header = field.getHeader();
        if (header != null) {
            return known[header.ordinal()];
        }
        return !other.isEmpty() && other.contains(field.getLowerCaseName());
    }

    public boolean contains(HttpHeader header) {
        return known[header.ordinal()];
    }
}
