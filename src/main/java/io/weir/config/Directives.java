package io.weir.config;

import io.weir.config.Directive.Form;
import io.weir.config.Directive.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The table of all keys: nginx's directives and the few that only Weir has. A name may have several rows, for different
 * contexts ({@code keepalive_requests} of a location and of a group).
 *
 * <p>To add a directive, add or change its row in {@link CoreDirectives}, {@link HandlerDirectives} or
 * {@link UpstreamDirectives}, and read it where its record is made.
 */
final class Directives {

    private static final Map<String, List<Directive>> TABLE = new LinkedHashMap<>();

    static {
        new CoreDirectives().rows().forEach(Directives::put);
        new HandlerDirectives().rows().forEach(Directives::put);
        new UpstreamDirectives().rows().forEach(Directives::put);
    }

    private Directives() {}

    private static void put(Directive row) {
        TABLE.computeIfAbsent(row.name(), name -> new ArrayList<>()).add(row);
    }

    /** The rows of a name; empty when nobody knows it. */
    static List<Directive> rows(String name) {
        return TABLE.getOrDefault(name, List.of());
    }

    /** The row of a name that holds in a context, or null. */
    static @Nullable Directive find(String name, Context context) {
        for (Directive row : rows(name)) {
            if (row.contexts().contains(context)) {
                return row;
            }
        }
        return null;
    }

    static Iterable<Directive> all() {
        return TABLE.values().stream().flatMap(List::stream).toList();
    }

    /** The key that was probably meant, or null; keys of the same context win over nearer ones of others. */
    static @Nullable String suggest(String unknown, Context context) {
        SortedSet<String> here = new TreeSet<>();
        for (Directive row : all()) {
            if (row.contexts().contains(context)) {
                here.add(row.name());
            }
        }
        String near = Spelling.nearest(unknown, here);
        return near != null ? near : Spelling.nearest(unknown, new TreeSet<>(TABLE.keySet()));
    }

    /** The notation that the parts of the table share. */
    abstract static sealed class Rows permits CoreDirectives, HandlerDirectives, UpstreamDirectives {

        private final List<Directive> rows = new ArrayList<>();

        List<Directive> rows() {
            return rows;
        }

        /** @param contexts letters as in {@link Context} */
        final void implemented(String name, String contexts, Form form) {
            row(name, contexts, form, Status.IMPLEMENTED, null);
        }

        final void accepted(String name, String contexts, Form form) {
            row(name, contexts, form, Status.ACCEPTED, null);
        }

        final void refused(String contexts, String... names) {
            for (String name : names) {
                row(name, contexts, Form.WORDS, Status.REFUSED, null);
            }
        }

        /** A directive of nginx that is another key here. */
        final void writtenAs(String name, String contexts, String advice) {
            row(name, contexts, Form.WORDS, Status.REFUSED, advice);
        }

        final void row(String name, String contexts, Form form, Status status, @Nullable String advice) {
            rows.add(new Directive(name, Context.set(contexts), form, status, advice));
        }
    }
}
