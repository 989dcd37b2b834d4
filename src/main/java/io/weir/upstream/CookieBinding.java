package io.weir.upstream;

import io.weir.config.UpstreamConfig.Sticky;
import io.weir.variable.Scope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code sticky cookie}: the client brings the id of its peer along. */
final class CookieBinding implements Binding {

    private static final String UNTIL_THE_END = "; expires=Thu, 31-Dec-37 23:55:55 GMT; max-age=315360000";

    /** ngx_http_cookie_time: Netscape's form, with two digits of the year as long as they cannot be mistaken. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private static final DateTimeFormatter LATER_TIME =
            DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final int LAST_YEAR_OF_TWO_DIGITS = 2037;

    private final Sticky.Cookie config;

    CookieBinding(Sticky.Cookie config) {
        this.config = config;
    }

    @Override
    public @Nullable String said(Scope request) {
        String value = request.value(config.lookup());
        return value == null || value.isEmpty() ? null : value;
    }

    @Override
    public String cookie(Peer peer, Scope request, long millis) {
        StringBuilder out = new StringBuilder(128);
        out.append(config.name()).append('=').append(peer.id());
        if (config.expiresSeconds() == Sticky.FOREVER) {
            out.append(UNTIL_THE_END);
        } else if (config.expiresSeconds() >= 0) {
            out.append("; expires=").append(time(millis / 1000 + config.expiresSeconds()));
            out.append("; max-age=").append(config.expiresSeconds());
        }
        String domain = config.domain() == null ? "" : config.domain().evaluate(request);
        if (!domain.isEmpty()) {
            out.append("; domain=").append(domain);
        }
        if (config.httpOnly()) {
            out.append("; httponly");
        }
        if (config.secure()) {
            out.append("; secure");
        }
        String sameSite = sameSite(request);
        if (!sameSite.isEmpty()) {
            out.append("; samesite=").append(sameSite);
        }
        if (config.path() != null) {
            out.append("; path=").append(config.path());
        }
        return singleLine(out);
    }

    private String sameSite(Scope request) {
        String value = config.sameSite() == null ? "" : config.sameSite().evaluate(request);
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "", "strict", "lax", "none" -> value;
            default -> "strict";
        };
    }

    private static String time(long epochSecond) {
        ZonedDateTime time = Instant.ofEpochSecond(epochSecond).atZone(ZoneOffset.UTC);
        return (time.getYear() > LAST_YEAR_OF_TWO_DIGITS ? LATER_TIME : TIME).format(time);
    }

    /** A decoded variable may hold line ends, which must not end a header line. */
    private static String singleLine(StringBuilder value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == '\0') {
                value.setCharAt(i, ' ');
            }
        }
        return value.toString();
    }
}
