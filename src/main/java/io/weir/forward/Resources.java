package io.weir.forward;

import io.weir.exchange.ExchangeLog;
import io.weir.time.Ticker;
import io.weir.time.Turns;
import org.eclipse.jetty.io.ByteBufferPool;

/** What every exchange shares. All of it is safe for use by any thread. */
public record Resources(Ticker ticker, Turns turns, ByteBufferPool buffers, ExchangeLog log) {}
