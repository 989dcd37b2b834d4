package io.weir.access;

import io.weir.config.AccessSettings;
import io.weir.config.AccessSettings.Rule;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.Handled;
import io.weir.limit.Delay;
import java.net.SocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** nginx's access phase: address rules, then the password, then the subrequest. Subrequests do not go through it. */
public final class AccessPhase {

    private static final String BY_RULE = "access forbidden by rule";

    private final BasicAuthentication basic;
    private final SubrequestAuthentication request;
    private final Delay delay;
    private final ExchangeLog log;

    public AccessPhase(Subrequests subrequests, Delay delay, ExchangeLog log) {
        this.basic = new BasicAuthentication(log);
        this.request = new SubrequestAuthentication(subrequests, log);
        this.delay = delay;
        this.log = log;
    }

    /**
     * Asks the rules of a location in nginx's order. Blocks as far as files and subrequests do.
     *
     * @return a refusal, or null to go on
     * @throws DownstreamException when the client leaves meanwhile
     */
    public @Nullable Handled check(Exchange exchange, AccessSettings settings) throws DownstreamException {
        if (exchange.isSubrequest()) {
            return null;
        }
        int refused = settings.satisfyAny() ? any(exchange, settings) : all(exchange, settings);
        if (refused == 0) {
            return null;
        }
        if (refused == 401 && settings.authDelay() > 0) {
            log.info(exchange, "delaying unauthorized request");
            delay.await(exchange, settings.authDelay());
        }
        return new Handled.Refused(refused);
    }

    /** @return the status of the first refusal; 0 when there is none */
    private int all(Exchange exchange, AccessSettings settings) throws DownstreamException {
        Verdict verdict = byAddress(settings.rules(), exchange.downstream().remoteAddress());
        if (verdict == Verdict.FORBIDDEN) {
            log.error(exchange, BY_RULE);
        }
        if (!(verdict instanceof Verdict.Refused)) {
            verdict = basic.check(exchange, settings.basic());
        }
        if (!(verdict instanceof Verdict.Refused)) {
            verdict = request.check(exchange, settings.request());
        }
        return verdict instanceof Verdict.Refused(int status) ? status : 0;
    }

    /** @return 0 as soon as one rule allows, or when none refuses; a 401 counts for more than a 403 */
    private int any(Exchange exchange, AccessSettings settings) throws DownstreamException {
        int code = 0;
        for (int step = 0; step < 3; step++) {
            Verdict verdict = switch (step) {
                case 0 -> byAddress(settings.rules(), exchange.downstream().remoteAddress());
                case 1 -> basic.check(exchange, settings.basic());
                default -> request.check(exchange, settings.request());
            };
            switch (verdict) {
                case Verdict.Silent _ -> {}
                case Verdict.Allowed _ -> {
                    exchange.course().carryNoMore(HttpHeader.WWW_AUTHENTICATE);
                    return 0;
                }
                case Verdict.Refused(int status)
                when status == 401 || status == 403 -> code = code == 401 ? code : status;
                case Verdict.Refused(int status) -> {
                    return status;
                }
            }
        }
        if (code == 403) {
            log.error(exchange, BY_RULE);
        }
        return code;
    }

    private static Verdict byAddress(List<Rule> rules, SocketAddress client) {
        for (Rule rule : rules) {
            if (rule.range().contains(client)) {
                return rule.allow() ? Verdict.ALLOWED : Verdict.FORBIDDEN;
            }
        }
        return Verdict.SILENT;
    }
}
