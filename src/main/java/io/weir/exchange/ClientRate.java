package io.weir.exchange;

import io.weir.config.ClientSettings;
import io.weir.config.SizeText;

/** {@code limit_rate}, and what else may set the rate of a response: the last one before its head counts. */
public final class ClientRate {

    private static final long UNDECIDED = -1;

    private long bytesPerSecond = UNDECIDED;

    /**
     * The rate as something else than {@code limit_rate} sets it: the peer's {@code X-Accel-Limit-Rate}, or {@code set
     * $limit_rate}.
     *
     * @param bytes a second; 0: no limit
     */
    public void is(long bytes) {
        bytesPerSecond = bytes;
    }

    /** {@code $limit_rate}: 0 when there is none, and before it was evaluated. */
    long value() {
        return Math.max(0, bytesPerSecond);
    }

    /** Before the first byte of the response. */
    void applyTo(Downstream client, Exchange exchange) {
        ClientSettings settings = exchange.location().client();
        if (bytesPerSecond == UNDECIDED && settings.limitRate() != null) {
            bytesPerSecond = SizeText.bytes(settings.limitRate().evaluate(exchange));
        }
        if (bytesPerSecond > 0) {
            boolean atOnce = settings.limitRateAfter() == null;
            client.pace(
                    bytesPerSecond,
                    atOnce ? 0 : SizeText.bytes(settings.limitRateAfter().evaluate(exchange)));
        }
    }
}
