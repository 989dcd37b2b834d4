package io.weir.response;

import io.weir.config.FileSettings.ModifiedSince;
import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseHead;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * {@code If-Match} and its kin against a response that was about to be sent: nginx's not-modified filter, which also settles
 * which condition counts when there are several.
 */
final class Preconditions {

    enum Outcome {
        SEND,
        NOT_MODIFIED,
        FAILED
    }

    private @Nullable String unmodifiedSince;
    private @Nullable String match;
    private @Nullable String modifiedSince;
    private @Nullable String noneMatch;

    private Preconditions() {}

    static Outcome of(Exchange exchange, ResponseHead head) {
        Preconditions conditions = read(exchange.downstream().fields());
        return conditions == null
                ? Outcome.SEND
                : conditions.judge(head.fields(), exchange.location().files().modifiedSince());
    }

    /** @return null for nearly every request */
    private static @Nullable Preconditions read(HttpFields request) {
        Preconditions found = null;
        for (HttpField field : request) {
            HttpHeader known = field.getHeader();
            if (known == null) {
                continue;
            }
            switch (known) {
                case IF_UNMODIFIED_SINCE, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH -> {
                    found = found == null ? new Preconditions() : found;
                    found.take(known, field.getValue() == null ? "" : field.getValue());
                }
                default -> {}
            }
        }
        return found;
    }

    private void take(HttpHeader name, String value) {
        switch (name) {
            case IF_UNMODIFIED_SINCE -> unmodifiedSince = value;
            case IF_MATCH -> match = value;
            case IF_MODIFIED_SINCE -> modifiedSince = value;
            default -> noneMatch = value;
        }
    }

    private Outcome judge(HttpFields response, ModifiedSince rule) {
        String date = response.get(HttpHeader.LAST_MODIFIED);
        long modified = date == null ? HttpTime.NONE : HttpTime.parse(date);
        String etag = response.get(HttpHeader.ETAG);
        if (unmodifiedSince != null && (modified == HttpTime.NONE || HttpTime.parse(unmodifiedSince) < modified)) {
            return Outcome.FAILED;
        }
        if (match != null && !names(match, etag, false)) {
            return Outcome.FAILED;
        }
        if (modifiedSince == null && noneMatch == null) {
            return Outcome.SEND;
        }
        if (modifiedSince != null && isModified(modifiedSince, modified, rule)) {
            return Outcome.SEND;
        }
        return noneMatch != null && !names(noneMatch, etag, true) ? Outcome.SEND : Outcome.NOT_MODIFIED;
    }

    private static boolean isModified(String since, long modified, ModifiedSince rule) {
        if (modified == HttpTime.NONE || rule == ModifiedSince.OFF) {
            return true;
        }
        long time = HttpTime.parse(since);
        return time != modified && (rule == ModifiedSince.EXACT || time < modified);
    }

    /** Whether a list of entity tags names this one; a weak comparison does not look at {@code W/}. */
    private static boolean names(String list, @Nullable String own, boolean weak) {
        if (list.equals("*")) {
            return true;
        }
        if (own == null) {
            return false;
        }
        String etag = weak && own.startsWith("W/") ? own.substring(2) : own;
        int at = 0;
        while (at < list.length()) {
            if (weak && list.startsWith("W/", at)) {
                at += 2;
            }
            if (list.startsWith(etag, at)) {
                int end = skip(list, at + etag.length(), " \t");
                if (end == list.length() || list.charAt(end) == ',') {
                    return true;
                }
                at = end;
            }
            int comma = list.indexOf(',', at);
            at = comma < 0 ? list.length() : skip(list, comma, " \t,");
        }
        return false;
    }

    private static int skip(String text, int from, String blanks) {
        int at = from;
        while (at < text.length() && blanks.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }
}
