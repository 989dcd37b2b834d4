package io.weir.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code health_check} of a group: nginx's active checks, a commercial feature there.
 *
 * @param uri a byte string that begins with a slash
 * @param host the {@code Host} of the request, a byte string; null for the group's name
 * @param tls whether the check speaks TLS; null: as the locations that proxy to the group do
 * @param port where the check connects to; 0 for the peer's own port
 * @param jitterMillis each check is late by a random time up to this
 * @param fails so many failed checks in a row make a peer unhealthy
 * @param passes so many passed ones make it healthy again
 * @param timeoutMillis for a whole check
 * @param mandatory whether a peer is used only after its first checks have passed
 * @param body what the body must match; null when it is not read
 */
public record HealthCheck(
        String uri,
        String method,
        @Nullable String host,
        @Nullable Boolean tls,
        int port,
        long intervalMillis,
        long jitterMillis,
        int fails,
        int passes,
        long timeoutMillis,
        boolean mandatory,
        Statuses statuses,
        @Nullable Body body) {

    /** {@code status}: the codes that pass, or those that do not when {@code negated}. */
    public record Statuses(boolean negated, List<Range> ranges) {

        /** Both ends belong to it. */
        public record Range(int first, int last) {}

        public boolean allow(int status) {
            boolean named = ranges.stream().anyMatch(range -> range.first() <= status && status <= range.last());
            return named != negated;
        }
    }

    /** {@code body}: a regular expression that must be found in the body, or must not be when {@code negated}. */
    public record Body(boolean negated, Pattern pattern) {

        /** @param text the body's bytes, one char each */
        public boolean allows(CharSequence text) {
            return pattern.matcher(text).find() != negated;
        }
    }
}
