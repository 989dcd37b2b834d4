package io.weir.forward;

import io.weir.exchange.Exchange;
import io.weir.protocol.Protocol;
import io.weir.response.LocalAnswers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which parts of a response lead somewhere else (nginx-semantics 6.7); the protocol knows where to. */
final class Redirects {

    private final Exchange exchange;
    private final Protocol protocol;

    Redirects(Exchange exchange, Protocol protocol) {
        this.exchange = exchange;
        this.protocol = protocol;
    }

    /** The new value of a {@code Location}; null when the protocol has none: then it is left alone, relative or not. */
    @Nullable
    String location(String value) {
        String rewritten = protocol.rewriteRedirect(value);
        return rewritten == null ? null : LocalAnswers.absolute(exchange, rewritten);
    }

    /** The new value of a {@code Refresh}: what follows the first {@code url=} is rewritten, and not made absolute. */
    @Nullable
    String refresh(String value) {
        int url = value.toLowerCase(Locale.ROOT).indexOf("url=");
        if (url < 0) {
            return null;
        }
        String rewritten = protocol.rewriteRedirect(value.substring(url + 4));
        return rewritten == null ? null : value.substring(0, url + 4) + rewritten;
    }
}
