package io.weir.response;

import io.weir.config.Expires;
import io.weir.config.Expires.InvalidExpires;
import io.weir.exchange.Exchange;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** {@code expires}: the lines {@code Expires} and {@code Cache-Control}, in place of those that are there. */
final class Freshness {

    private Freshness() {}

    static void set(Exchange exchange, Expires rule, HttpFields.Mutable fields) {
        long now = Instant.now().getEpochSecond();
        switch (rule) {
            case Expires.Off _ -> {}
            case Expires.Epoch _ -> put(fields, "Thu, 01 Jan 1970 00:00:01 GMT", "no-cache");
            case Expires.Max _ -> put(fields, "Thu, 31 Dec 2037 23:55:55 GMT", "max-age=315360000");
            case Expires.Daily(long time) -> until(fields, next(time, now, ZoneId.systemDefault()), now, false);
            case Expires.AfterAccess(long time) -> until(fields, now + time, now, time < 0);
            case Expires.AfterModification(long time) -> {
                String modified = fields.get(HttpHeader.LAST_MODIFIED);
                long since = modified == null ? HttpTime.NONE : HttpTime.parse(modified);
                // nginx asks for the time before it asks what it is added to.
                until(fields, (since == HttpTime.NONE || time == 0 ? now : since) + time, now, time < 0);
            }
            case Expires.Evaluated(var value, boolean modified) -> {
                try {
                    set(exchange, Expires.parse(value.evaluate(exchange), modified), fields);
                } catch (InvalidExpires none) {
                    // nginx: no line and no complaint
                }
            }
        }
    }

    private static void until(HttpFields.Mutable fields, long time, long now, boolean negative) {
        put(fields, HttpTime.format(time), negative || time < now ? "no-cache" : "max-age=" + (time - now));
    }

    /** The next time that clocks in a zone show this time of the day. */
    static long next(long timeOfDay, long now, ZoneId zone) {
        ZonedDateTime today = Instant.ofEpochSecond(now).atZone(zone);
        ZonedDateTime then = today.with(LocalTime.MIDNIGHT).plusSeconds(timeOfDay);
        return then.toEpochSecond() > now
                ? then.toEpochSecond()
                : then.plusDays(1).toEpochSecond();
    }

    private static void put(HttpFields.Mutable fields, String expires, String cacheControl) {
        fields.put(HttpHeader.EXPIRES, expires);
        fields.put(HttpHeader.CACHE_CONTROL, cacheControl);
    }
}
