package io.weir.limit;

import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.time.Pause;
import io.weir.time.Ticker;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets a request wait before it goes on, as long as its client does. */
public final class Delay {

    private final Ticker ticker;

    public Delay(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Blocks for so long.
     *
     * @throws DownstreamException when the client leaves meanwhile
     */
    public void await(Exchange exchange, long millis) throws DownstreamException {
        Downstream client = exchange.downstream();
        Thread waiting = Thread.currentThread();
        AtomicBoolean gone = new AtomicBoolean();
        client.watch(() -> {
            gone.set(true);
            waiting.interrupt();
        });
        try (Pause pause = new Pause(ticker)) {
            pause.await(millis);
        } finally {
            client.unwatch();
        }
        if (gone.get()) {
            Thread.interrupted(); // that was for the pause alone
            throw new DownstreamException(DownstreamException.Kind.GONE, "client prematurely closed connection");
        }
    }
}
