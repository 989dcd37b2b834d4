package io.weir.route;

import org.jspecify.annotations.Nullable;

/**
 * A valid request target, taken apart as nginx does it. All texts are byte strings.
 *
 * @param raw the path and query exactly as received, without the scheme and host of an absolute target ({@code
 *     $request_uri})
 * @param uri decoded once, slashes merged if asked for, dot segments resolved ({@code $uri}); begins with a slash,
 *     except for the target of a CONNECT, whose path is empty
 * @param args what follows the first question mark, raw, up to a {@code #}; null without one, and for a target that ends
 *     with it
 * @param host of an absolute target ({@code http://host:port/}) or of a CONNECT; null for a plain path
 * @param quoted whether the path had {@code %} escapes: only then is a URI escaped again when it is sent on rewritten
 *     (nginx's {@code quoted_uri})
 * @param rawUsable whether {@code raw} can be sent on as it is (nginx's {@code valid_unparsed_uri}); false when an
 *     absolute target has a query but no path
 */
public record RequestTarget(
        String raw,
        String uri,
        @Nullable String args,
        @Nullable HostHeader host,
        boolean quoted,
        boolean rawUsable) implements ParsedTarget {

    /** Of a request line that is not well formed: all that is known is that nothing is. */
    public static final RequestTarget UNKNOWN = new RequestTarget("", "", null, null, false, true);

    /** Of a request line that is well formed and has a path that is not. */
    public static final RequestTarget INVALID = new RequestTarget("", "", null, null, false, true);

    /**
     * Parses the target of any method but CONNECT. The asterisk form is invalid: nginx answers {@code OPTIONS *} with
     * 400.
     *
     * @param target as received between the method and the version, a byte string
     * @param mergeSlashes {@code merge_slashes} of the socket's default server
     */
    public static ParsedTarget parse(String target, boolean mergeSlashes) {
        return TargetParser.parse(target, mergeSlashes);
    }

    /**
     * Parses the target of a CONNECT, {@code host:port}. The port is mandatory; path and raw URI are empty, as in
     * nginx.
     *
     * @param target as received
     */
    public static ParsedTarget parseAuthority(String target) {
        return TargetParser.parseAuthority(target);
    }

    /** {@code $is_args}: a question mark when there are arguments, else empty; also when they were set to nothing. */
    public String isArgs() {
        return args == null || args.isEmpty() ? "" : "?";
    }
}
