package io.weir.response;

import io.weir.config.FieldSettings;
import io.weir.config.FieldSettings.Added;
import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseHead;
import io.weir.http.StatusText;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;

/**
 * Passes the head of a response on, whoever made it, with what the configuration changes in every response: nginx's header
 * filters.
 */
public final class Responder {

    private Responder() {}

    /** Hands a head to the client's side; from here on the exchange has its status. Sends nothing yet, never blocks. */
    public static void respond(Exchange exchange, ResponseHead made) {
        pass(exchange, withFields(exchange, withErrorStatus(exchange, made)));
    }

    /**
     * The same for a response that the proxy itself has, whose whole body can be read in any order: the client's conditions
     * and ranges count.
     *
     * @param made its length is known
     */
    public static Answer respondSelected(Exchange exchange, ResponseHead made) {
        return conditionally(exchange, made, exchange.location().files().maxRanges());
    }

    /** The same for a response without ranges: only the client's conditions count. */
    public static Answer respondConditionally(Exchange exchange, ResponseHead made) {
        return conditionally(exchange, made, 0);
    }

    /**
     * The same for a body that passes once from its beginning to its end: the client gets one range of it, conditions do not
     * count, and what is written to the exchange's client side from here on is clipped.
     */
    public static Answer respondClipped(Exchange exchange, ResponseHead made) {
        ResponseHead head = withFields(exchange, withErrorStatus(exchange, made));
        if (head.contentLength() < 0) {
            pass(exchange, head);
            return new Answer.Passed(List.of());
        }
        Ranges.Selected selected = Ranges.select(
                exchange, head, Math.min(1, exchange.location().files().maxRanges()));
        if (selected.satisfiable() && selected.head().status() == 206) {
            exchange.filter(
                    new RangeClip(exchange.downstream(), selected.parts().getFirst()));
        }
        return pass(exchange, selected);
    }

    private static Answer conditionally(Exchange exchange, ResponseHead made, int maxRanges) {
        ResponseHead head = withErrorStatus(exchange, made);
        if (head.status() == 200) {
            switch (Preconditions.of(exchange, head)) {
                case SEND -> {}
                case FAILED -> {
                    return new Answer.Refused(412);
                }
                case NOT_MODIFIED -> head = notModified(head);
            }
        } else {
            head = withoutLastModified(head);
        }
        head = withFields(exchange, head);
        if (head.bodyless()) {
            pass(exchange, head);
            return new Answer.Passed(List.of());
        }
        return pass(exchange, Ranges.select(exchange, head, maxRanges));
    }

    private static ResponseHead notModified(ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        fields.remove(HttpHeader.CONTENT_TYPE);
        fields.remove(HttpHeader.CONTENT_ENCODING);
        return new ResponseHead(304, StatusText.line(304), fields, head.server(), head.date(), -1, head.keepAlive());
    }

    private static Answer pass(Exchange exchange, Ranges.Selected selected) {
        if (!selected.satisfiable()) {
            carry(exchange, selected.head().fields());
            return new Answer.Refused(416);
        }
        pass(exchange, selected.head());
        return new Answer.Passed(selected.parts());
    }

    /** nginx has put these lines into its list already, and the page of 416 comes with all that are there. */
    private static void carry(Exchange exchange, HttpFields fields) {
        for (HttpField field : fields) {
            HttpHeader known = field.getHeader();
            boolean ofTheBody = known == HttpHeader.CONTENT_TYPE
                    || known == HttpHeader.LAST_MODIFIED
                    || known == HttpHeader.ETAG
                    || known == HttpHeader.ACCEPT_RANGES;
            HttpFields already = exchange.course().carried();
            if (!ofTheBody && (already == null || !already.contains(field))) {
                exchange.course().carry(field);
            }
        }
    }

    private static ResponseHead withErrorStatus(Exchange exchange, ResponseHead head) {
        int status = exchange.course().errorStatus();
        ResponseHead changed = head;
        if (status != 0) {
            changed = head.withStatus(status); // and its usual reason, whatever the upstream's was
            changed = status == 204 ? withoutContent(changed) : changed;
        }
        return exchange.course().closing() ? changed.closing() : changed;
    }

    /** An error page that is turned into a 204 has nothing left to say about its body. */
    private static ResponseHead withoutContent(ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        fields.remove(HttpHeader.CONTENT_TYPE);
        fields.remove(HttpHeader.LAST_MODIFIED);
        return head.with(fields, -1);
    }

    private static void pass(Exchange exchange, ResponseHead head) {
        List<Added> trailers = exchange.location().fields().trailers();
        boolean fit = takesFields(head.status());
        boolean trailing = !trailers.isEmpty() && trailing(exchange, trailers, fit);
        if (trailing) {
            exchange.filter(new AddedTrailers(exchange.downstream(), exchange, trailers, fit));
        }
        exchange.respond(trailing ? head.with(head.fields(), -1) : head);
    }

    /** {@code ngx_http_header_filter}: of the proxy's own responses only a 200 and what is made of it have a time. */
    private static ResponseHead withoutLastModified(ResponseHead head) {
        if (!head.fields().contains(HttpHeader.LAST_MODIFIED)) {
            return head;
        }
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        fields.remove(HttpHeader.LAST_MODIFIED);
        return head.with(fields, head.contentLength());
    }

    private static ResponseHead withFields(Exchange exchange, ResponseHead head) {
        FieldSettings settings = exchange.location().fields();
        HttpFields carried = exchange.course().carried();
        if (settings.isEmpty() && carried == null) {
            return head;
        }
        exchange.willRespond(head);
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        if (carried != null) {
            Carried.into(fields, carried);
        }
        boolean fit = takesFields(head.status());
        if (fit) {
            Freshness.set(exchange, settings.expires(), fields);
        }
        for (Added line : settings.headers()) {
            if (fit || line.always()) {
                add(fields, line, line.value().evaluate(exchange));
            }
        }
        return head.with(fields, head.contentLength());
    }

    /** Trailers need chunks: a response that is to have them loses its Content-Length (nginx's {@code expect_trailers}). */
    private static boolean trailing(Exchange exchange, List<Added> trailers, boolean fit) {
        if (exchange.downstream().version() != HttpVersion.HTTP_1_1
                || !exchange.location().client().chunkedTransferEncoding()) {
            return false;
        }
        for (Added line : trailers) {
            if (fit || line.always()) {
                return true;
            }
        }
        return false;
    }

    /** Two fields are replaced, or removed by an empty value; for all others the line is one more. */
    private static void add(HttpFields.Mutable fields, Added line, String value) {
        boolean single =
                line.name().equalsIgnoreCase("Last-Modified") || line.name().equalsIgnoreCase("ETag");
        if (single) {
            fields.remove(line.name());
        }
        if (!value.isEmpty()) {
            fields.add(new HttpField(line.name(), LocalAnswers.singleLine(value)));
        }
    }

    /** The statuses that get added fields without {@code always}. */
    static boolean takesFields(int status) {
        return switch (status) {
            case 200, 201, 204, 206, 301, 302, 303, 304, 307, 308 -> true;
            default -> false;
        };
    }
}
