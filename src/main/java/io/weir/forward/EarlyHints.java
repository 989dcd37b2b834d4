package io.weir.forward;

import io.weir.exchange.AttemptRecord;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.http.FieldNames;
import io.weir.log.Phase;
import io.weir.variable.Template;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The 103s of one attempt: what of them the client gets (nginx-semantics 1.6). Made with the first of them. */
final class EarlyHints {

    private final Exchange exchange;
    private final FieldNames hidden;
    private final int limit;
    private final AttemptRecord record;
    private final ExchangeLog log;
    private int length;

    /** @param limit bytes that all of them may have together: {@code proxy_buffer_size} */
    EarlyHints(Exchange exchange, FieldNames hidden, int limit, AttemptRecord record, ExchangeLog log) {
        this.exchange = exchange;
        this.hidden = hidden;
        this.limit = limit;
        this.record = record;
        this.log = log;
    }

    /** Bytes of all of them so far. */
    int length() {
        return length;
    }

    /**
     * Takes one more out of the buffer, whose rest moves to the front, and passes it on where that is wanted.
     *
     * @param onClientGone run when the client leaves while the peer is waited for; null when nobody watches
     */
    void pass(HttpFields fields, ResponseBuffer buffer, @Nullable Runnable onClientGone) throws DownstreamException {
        length += buffer.unparsed().position();
        buffer.compact();
        if (length > limit) {
            log.info(exchange, "upstream sent too big early hints");
            return;
        }
        HttpFields shown = shown(fields);
        if (shown.size() > 0 && wanted()) {
            send(shown, onClientGone);
        }
    }

    private void send(HttpFields shown, @Nullable Runnable onClientGone) throws DownstreamException {
        Downstream client = exchange.downstream();
        Phase before = exchange.phase();
        exchange.phase(Phase.SENDING_EARLY_HINTS);
        client.unwatch(); // nobody else may touch the socket while it is written to
        client.earlyHints(shown);
        record.earlyHintsPassed();
        exchange.phase(before);
        if (onClientGone != null) {
            client.watch(onClientGone);
        }
    }

    /** The first predicate that is neither empty nor "0" lets them pass, to clients that know interim responses. */
    private boolean wanted() {
        List<Template> predicates = exchange.location().client().earlyHints();
        if (predicates.isEmpty() || exchange.downstream().version().getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
            return false;
        }
        for (Template predicate : predicates) {
            String value = predicate.evaluate(exchange);
            if (!value.isEmpty() && !value.equals("0")) {
                return true;
            }
        }
        return false;
    }

    /** What is not hidden; framing and connection fields mean nothing in an interim response (RFC 9110 section 15.2). */
    private HttpFields shown(HttpFields fields) {
        HttpFields.Mutable shown = HttpFields.build();
        for (HttpField field : fields) {
            HttpHeader known = field.getHeader();
            boolean framing = known == HttpHeader.CONTENT_LENGTH
                    || known == HttpHeader.TRANSFER_ENCODING
                    || known == HttpHeader.CONNECTION
                    || known == HttpHeader.KEEP_ALIVE;
            if (!framing && !hidden.contains(field)) {
                shown.add(field);
            }
        }
        return shown;
    }
}
