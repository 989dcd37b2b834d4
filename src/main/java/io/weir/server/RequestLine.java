package io.weir.server;

import io.weir.route.RequestTarget;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A request line that nginx would take. Immutable.
 *
 * @param method letters A to Z, underscores and hyphens
 * @param parsed the target
 * @param version 1.2 and its like are 1.1, as for nginx; 0.9 for a line without one
 * @param protocol the version as received; null for a line without one
 * @param text the whole line as received, without its line end
 */
record RequestLine(
        String method,
        RequestTarget parsed,
        HttpVersion version,
        @Nullable String protocol,
        String text) {}
