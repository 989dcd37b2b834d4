package io.weir.forward;

import io.weir.exchange.Exchange;

/** The head was all that anybody wanted: what follows it is not waited for, so that the connection ends (nginx's header_only). */
final class HeadOnlyRelay implements Relay {

    private final Exchange exchange;

    HeadOnlyRelay(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void readUpstream() {
        // Nothing of it.
    }

    @Override
    public boolean connectionReusable() {
        return false;
    }

    @Override
    public void finish() {
        exchange.complete();
    }

    @Override
    public void close() {
        // Nothing was taken.
    }
}
