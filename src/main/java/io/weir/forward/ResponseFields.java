package io.weir.forward;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.ResponseHead;
import io.weir.exchange.UpstreamHead;
import io.weir.http.HopByHop;
import io.weir.protocol.Protocol;
import io.weir.response.LocalAnswers;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** What the client gets of the fields of a peer's response (nginx-semantics 6.5). One per response. */
final class ResponseFields {

    private final Exchange exchange;
    private final Destination to;
    private final Protocol protocol;
    private final ExchangeLog log;
    private final HttpFields.Mutable kept = HttpFields.build();
    private boolean buffered;

    ResponseFields(Exchange exchange, Destination to, Protocol protocol, ExchangeLog log) {
        this.exchange = exchange;
        this.to = to;
        this.protocol = protocol;
        this.log = log;
        this.buffered = to.settings().buffering().enabled();
    }

    /** @param bodyLength of the body as it will be sent; -1 when unknown */
    ResponseHead head(UpstreamHead head, long bodyLength) {
        if (exchange.upstream().cookie() != null) {
            kept.add(new HttpField(HttpHeader.SET_COOKIE, exchange.upstream().cookie()));
        }
        List<String> namedByConnection = HopByHop.named(head.fields());
        for (HttpField field : head.fields()) {
            actOn(field);
            if (passes(field, namedByConnection)) {
                keep(field);
            }
        }
        boolean ownServer = addsOwn(HttpHeader.SERVER);
        boolean ownDate = addsOwn(HttpHeader.DATE);
        return new ResponseHead(
                head.status(),
                head.statusText(),
                kept,
                ownServer ? LocalAnswers.serverToken(exchange) : null,
                ownDate,
                contentLength(head, bodyLength),
                true);
    }

    private boolean addsOwn(HttpHeader name) {
        return to.hidden().contains(name) || (!to.handler().passesServerAndDate() && !kept.contains(name));
    }

    /** Whether the body is to be buffered: the configuration's word, unless the response has its own. */
    boolean buffered() {
        return buffered;
    }

    /** A response to HEAD and a 304 tell the length that the body would have (RFC 9110 section 8.6). */
    private long contentLength(UpstreamHead head, long bodyLength) {
        if (bodyLength != 0) {
            return bodyLength;
        }
        return head.chunked() ? -1 : head.contentLength();
    }

    /** {@code X-Accel-…} (nginx-semantics 8.6). */
    private void actOn(HttpField field) {
        String name = field.getName();
        if (name.length() < 15 || name.length() > 18 || !name.regionMatches(true, 0, "X-Accel-", 0, 8)) {
            return;
        }
        if (field.getValue() == null || to.ignored().contains(field)) {
            return;
        }
        switch (name.substring(8).toLowerCase(Locale.ROOT)) {
            case "buffering" -> {
                if ("no".equalsIgnoreCase(field.getValue())) {
                    buffered = false;
                } else if ("yes".equalsIgnoreCase(field.getValue())) {
                    buffered = true;
                }
            }
            case "limit-rate" -> limitRate(field.getValue());
            // There is no "charset" directive yet, so no charset is one that is known.
            case "charset" -> log.error(exchange, "unknown charset \"" + field.getValue() + "\" to override");
            default -> {}
        }
    }

    /** A plain number only, as in nginx; anything else is no limit of its own. */
    private void limitRate(String value) {
        if (value.isEmpty() || value.length() > 18) {
            return;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return;
            }
        }
        exchange.rate().is(Long.parseLong(value));
    }

    private boolean passes(HttpField field, List<String> namedByConnection) {
        HttpHeader known = field.getHeader();
        if (known != null) {
            switch (known) {
                // The client's connection has its own framing and its own life.
                case CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, KEEP_ALIVE -> {
                    return false;
                }
                case ACCEPT_RANGES -> {
                    if (to.settings().forceRanges()) {
                        return false; // the proxy's own word counts
                    }
                }
                case CONTENT_TYPE -> {
                    if (field.getValue().isEmpty() || isDuplicate(field)) {
                        return false; // nginx takes an empty type for none
                    }
                }
                case LAST_MODIFIED, ETAG, EXPIRES, LOCATION, DATE, SERVER -> {
                    if (isDuplicate(field)) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return !to.hidden().contains(field)
                && (namedByConnection.isEmpty()
                        || known == HttpHeader.UPGRADE
                        || !namedByConnection.contains(field.getLowerCaseName()));
    }

    /** Of the fields that may stand once only, the first one counts. */
    private boolean isDuplicate(HttpField field) {
        HttpField first = kept.getField(field.getHeader());
        if (first == null) {
            return false;
        }
        log.warn(
                exchange,
                "upstream sent duplicate header line: \"" + line(field) + "\", previous value: \"" + line(first)
                        + "\", ignored");
        return true;
    }

    private static String line(HttpField field) {
        return field.getName() + ": " + field.getValue();
    }

    private void keep(HttpField field) {
        if (field.getHeader() == HttpHeader.SET_COOKIE) {
            keepCookie(field);
            return;
        }
        if (field.getHeader() == HttpHeader.CONTENT_TYPE && !field.getName().equals("Content-Type")) {
            kept.add(HttpHeader.CONTENT_TYPE, field.getValue()); // PHP's "Content-type" is nginx's "Content-Type"
            return;
        }
        boolean location = field.getHeader() == HttpHeader.LOCATION;
        boolean refresh = field.getName().length() == 7 && field.getName().equalsIgnoreCase("Refresh");
        if ((location || refresh) && field.getValue() != null) {
            String rewritten = rewritten(location, field.getValue());
            kept.add(rewritten == null ? field : new HttpField(field.getHeader(), field.getName(), rewritten));
        } else {
            kept.add(field);
        }
    }

    private void keepCookie(HttpField field) {
        String rewritten = field.getValue() == null ? null : protocol.rewriteCookie(field.getValue());
        kept.add(rewritten == null ? field : new HttpField(field.getHeader(), field.getName(), rewritten));
    }

    private @Nullable String rewritten(boolean location, String value) {
        Redirects redirects = new Redirects(exchange, protocol);
        return location ? redirects.location(value) : redirects.refresh(value);
    }
}
