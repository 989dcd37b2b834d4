package io.weir.response;

import io.weir.config.FieldSettings;
import io.weir.config.FieldSettings.Added;
import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseHead;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Passes the head of a response on, whoever made it, with what the configuration changes in every response: nginx's header
 * filters.
 */
public final class Responder {

    private Responder() {}

    /** Hands a head to the client's side; from here on the exchange has its status. Sends nothing yet, never blocks. */
    public static void respond(Exchange exchange, ResponseHead made) {
        ResponseHead head = made;
        if (exchange.errorStatus() != 0 && exchange.errorStatus() != head.status()) {
            head = head.withStatus(exchange.errorStatus());
            head = head.status() == 204 ? withoutContent(head) : head;
        }
        if (exchange.closing()) {
            head = head.closing();
        }
        FieldSettings settings = exchange.location().fields();
        HttpFields carried = exchange.carried();
        if (!settings.isEmpty() || carried != null) {
            head = withFields(exchange, settings, carried, head);
        }
        exchange.respond(head);
    }

    /** An error page that is turned into a 204 has nothing left to say about its body. */
    private static ResponseHead withoutContent(ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        fields.remove(HttpHeader.CONTENT_TYPE);
        fields.remove(HttpHeader.LAST_MODIFIED);
        return head.with(fields, -1);
    }

    private static ResponseHead withFields(
            Exchange exchange, FieldSettings settings, @Nullable HttpFields carried, ResponseHead head) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        if (carried != null) {
            Carried.into(fields, carried);
        }
        boolean fit = takesFields(head.status());
        for (Added line : settings.headers()) {
            if (fit || line.always()) {
                add(fields, line, line.value().evaluate(exchange));
            }
        }
        boolean trailing = trailing(exchange, settings.trailers(), fit);
        if (trailing) {
            exchange.filter(new AddedTrailers(exchange.downstream(), exchange, settings.trailers(), fit));
        }
        return head.with(fields, trailing ? -1 : head.contentLength());
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
