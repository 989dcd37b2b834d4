package io.weir.phase;

import io.weir.config.ErrorPages;
import io.weir.config.ErrorPages.Page;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.response.LocalAnswers;
import org.eclipse.jetty.http.HttpHeader;

/** A status that needs a response of the proxy's own: its {@code error_page}, or the built-in page (nginx-semantics 8.4). */
final class ErrorHandling {

    private final ExchangeLog log;

    ErrorHandling(ExchangeLog log) {
        this.log = log;
    }

    /** Sends the built-in page or a redirect, or says where the request goes on. */
    Handled handle(Exchange exchange, int status) throws DownstreamException {
        exchange.course().errorStatus(LocalAnswers.shownStatus(status));
        exchange.course().carryNoMore(HttpHeader.CONTENT_TYPE);
        if (!LocalAnswers.keepsAlive(status)) {
            exchange.course().mustClose();
        }
        Page page = LocalAnswers.errorPage(exchange, status);
        if (page == null) {
            LocalAnswers.page(exchange, status);
            return Handled.SENT;
        }
        if (!exchange.location().errorPages().recursive()) {
            exchange.course().errorPageBegins();
        }
        if (page.status() != ErrorPages.KEPT) {
            exchange.course().errorStatus(page.status());
        }
        String target = page.target().evaluate(exchange);
        if (target.startsWith("/")) {
            exchange.methodBecomesGet();
            int question = target.indexOf('?');
            return question < 0
                    ? new Handled.Redirected(target, null)
                    : new Handled.Redirected(target.substring(0, question), target.substring(question + 1));
        }
        if (target.startsWith("@")) {
            return new Handled.Named(target);
        }
        int code = LocalAnswers.isRedirect(page.status()) ? page.status() : 302;
        exchange.course().carryNoMore(HttpHeader.LOCATION);
        LocalAnswers.sendRedirect(exchange, code, target);
        return Handled.SENT;
    }
}
