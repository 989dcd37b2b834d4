package io.weir.forward;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.Protocol;
import io.weir.route.InternalUri;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Responses of peers that the client does not get: errors that {@code proxy_intercept_errors} has a page for, and those that
 * send the request on with {@code X-Accel-Redirect} (nginx-semantics 8.4, 8.6).
 */
final class Interception {

    private static final String ACCEL_REDIRECT = "X-Accel-Redirect";

    private Interception() {}

    /** @return where the request goes instead; null when the response is the client's */
    static @Nullable Handled of(
            Exchange exchange, Destination to, Protocol protocol, UpstreamHead head, ExchangeLog log) {
        int status = head.status();
        if (status >= 300
                && to.settings().interceptErrors()
                && exchange.location().errorPages().of(status) != null) {
            if (status == 401) {
                carryChallenges(exchange, head);
            }
            return new Handled.Refused(status);
        }
        HttpField accel = accelRedirect(head);
        return accel == null || to.ignored().contains(accel)
                ? null
                : redirected(
                        exchange,
                        protocol,
                        head,
                        accel.getValue(),
                        !to.settings().forceRanges(),
                        log);
    }

    /** By length and first letter first: no response that has none pays for the comparison. */
    private static @Nullable HttpField accelRedirect(UpstreamHead head) {
        for (HttpField field : head.fields()) {
            if (field.getHeader() == null
                    && field.getName().length() == ACCEL_REDIRECT.length()
                    && field.getName().equalsIgnoreCase(ACCEL_REDIRECT)) {
                return field;
            }
        }
        return null;
    }

    private static Handled redirected(
            Exchange exchange,
            Protocol protocol,
            UpstreamHead head,
            @Nullable String value,
            boolean ranges,
            ExchangeLog log) {
        for (HttpField field : head.fields()) {
            if (outlives(field, ranges)) {
                exchange.course().carry(rewritten(field, protocol));
            }
        }
        String target = value == null ? "" : value;
        if (target.startsWith("@")) {
            return new Handled.Named(target);
        }
        InternalUri uri = InternalUri.parse(target);
        if (uri == null) {
            log.error(exchange, "unsafe URI \"" + target + "\" was detected");
            return new Handled.Refused(404);
        }
        exchange.methodBecomesGet();
        return new Handled.Redirected(uri.uri(), uri.args());
    }

    /** Only of cookies nginx passes on what its rules make of them. */
    private static HttpField rewritten(HttpField field, Protocol protocol) {
        boolean cookie = field.getHeader() == HttpHeader.SET_COOKIE && field.getValue() != null;
        String value = cookie ? protocol.rewriteCookie(field.getValue()) : null;
        return value == null ? field : new HttpField(field.getHeader(), field.getName(), value);
    }

    /** @param ranges whether the peer's word about ranges counts */
    private static boolean outlives(HttpField field, boolean ranges) {
        HttpHeader known = field.getHeader();
        if (known == null) {
            return field.getName().equalsIgnoreCase("Content-Disposition");
        }
        return switch (known) {
            case CONTENT_TYPE -> field.getValue() != null && !field.getValue().isEmpty();
            case SET_COOKIE, CACHE_CONTROL, EXPIRES -> true;
            case ACCEPT_RANGES -> ranges;
            default -> field.getName().equalsIgnoreCase("Content-Disposition");
        };
    }

    private static void carryChallenges(Exchange exchange, UpstreamHead head) {
        for (HttpField field : head.fields()) {
            if (field.getHeader() == HttpHeader.WWW_AUTHENTICATE) {
                exchange.course().carry(field);
            }
        }
    }
}
