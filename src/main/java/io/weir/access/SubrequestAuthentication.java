package io.weir.access;

import io.weir.config.AccessSettings.Request;
import io.weir.config.RewriteStep;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** {@code auth_request}: {@code ngx_http_auth_request_handler}. */
final class SubrequestAuthentication {

    private final Subrequests subrequests;
    private final ExchangeLog log;

    SubrequestAuthentication(Subrequests subrequests, ExchangeLog log) {
        this.subrequests = subrequests;
        this.log = log;
    }

    Verdict check(Exchange exchange, @Nullable Request settings) throws DownstreamException {
        if (settings == null) {
            return Verdict.SILENT;
        }
        Exchange answered = subrequests.run(exchange, settings.uri());
        // Now, so that they are there after an internal redirect.
        for (RewriteStep.Assign assignment : settings.assignments()) {
            exchange.assign(assignment.variable(), assignment.value().evaluate(answered));
        }
        int status = answered.status();
        if (status == 401) {
            challenges(answered).forEach(exchange.course()::carry);
            return Verdict.UNAUTHORIZED;
        }
        if (status == 403) {
            return Verdict.FORBIDDEN;
        }
        if (status >= 200 && status < 300) {
            return Verdict.ALLOWED;
        }
        log.error(exchange, "auth request unexpected status: " + status);
        return Verdict.FAILED;
    }

    /** Of the response that the subrequest gave; where an error page took its place, of its upstream's. */
    private static Iterable<HttpField> challenges(Exchange answered) {
        HttpFields sent = answered.responseHead() == null
                ? HttpFields.EMPTY
                : answered.responseHead().fields();
        HttpFields fields = sent.contains(HttpHeader.WWW_AUTHENTICATE)
                        || answered.upstream().head() == null
                ? sent
                : answered.upstream().head().fields();
        return fields.stream()
                .filter(field -> field.getHeader() == HttpHeader.WWW_AUTHENTICATE)
                .toList();
    }
}
