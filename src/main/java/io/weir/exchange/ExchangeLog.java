package io.weir.exchange;

import io.weir.config.ErrorLogConfig;
import io.weir.config.ErrorLogConfig.Level;
import io.weir.log.ErrorContext;
import io.weir.log.ErrorLog;
import io.weir.log.Phase;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Error lines about exchanges: each goes to the {@code error_log} of its location, with nginx's suffix. */
public final class ExchangeLog {

    private final Map<ErrorLogConfig, ErrorLog> logs;

    /** @param logs every error log that the configuration names */
    public ExchangeLog(Map<ErrorLogConfig, ErrorLog> logs) {
        this.logs = logs;
    }

    public void info(Exchange exchange, String message) {
        log(Level.INFO, exchange, message);
    }

    public void notice(Exchange exchange, String message) {
        log(Level.NOTICE, exchange, message);
    }

    public void warn(Exchange exchange, String message) {
        log(Level.WARN, exchange, message);
    }

    public void error(Exchange exchange, String message) {
        log(Level.ERROR, exchange, message);
    }

    public void crit(Exchange exchange, String message) {
        log(Level.CRIT, exchange, message);
    }

    public void alert(Exchange exchange, String message) {
        log(Level.ALERT, exchange, message);
    }

    /** At a level that the configuration names. */
    public void log(Level level, Exchange exchange, String message) {
        ErrorLog log = logs.get(exchange.location().errorLog());
        if (log != null && log.isEnabled(level)) {
            log.log(level, new Context(exchange), message);
        }
    }

    private record Context(Exchange exchange) implements ErrorContext {

        @Override
        public long connection() {
            return exchange.downstream().connectionNumber();
        }

        @Override
        public @Nullable Phase phase() {
            Phase phase = exchange.phase();
            return phase == Phase.HANDLING_REQUEST ? null : phase;
        }

        @Override
        public @Nullable String client() {
            return exchange.downstream().remoteText();
        }

        @Override
        public @Nullable String server() {
            return exchange.server().firstName();
        }

        @Override
        public @Nullable String requestLine() {
            return exchange.downstream().requestLine();
        }

        @Override
        public @Nullable String subrequest() {
            return exchange.isSubrequest() ? exchange.target().uri() : null;
        }

        @Override
        public @Nullable String upstream() {
            return exchange.upstream().url();
        }

        @Override
        public @Nullable String host() {
            return field(HttpHeader.HOST);
        }

        @Override
        public @Nullable String referrer() {
            return field(HttpHeader.REFERER);
        }

        private @Nullable String field(HttpHeader name) {
            Downstream client = exchange.downstream();
            return client.fields().get(name);
        }
    }
}
