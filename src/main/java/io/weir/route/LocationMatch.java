package io.weir.route;

import io.weir.config.LocationConfig;
import org.jspecify.annotations.Nullable;

/** Where a URI leads. */
public sealed interface LocationMatch {

    /** The location whose settings hold; for a redirect too (its logs, its {@code internal}, its body limit). */
    LocationConfig location();

    /**
     * The location handles the request.
     *
     * @param location the server level itself when no location matches
     * @param captures of the expressions that matched, {@code server_name} included; null when none did
     */
    record Found(LocationConfig location, @Nullable Captures captures) implements LocationMatch {}

    /**
     * The request names a proxied directory without its slash: 301 instead of going upstream.
     *
     * @param path the location's name, escaped; the caller adds {@code ?args}
     */
    record Redirect(LocationConfig location, String path) implements LocationMatch {}
}
