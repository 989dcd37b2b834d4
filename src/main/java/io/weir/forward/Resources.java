package io.weir.forward;

import io.weir.exchange.ExchangeLog;
import io.weir.time.Ticker;
import org.eclipse.jetty.io.ByteBufferPool;

/** What every exchange shares. All of it is safe for use by any thread. */
public record Resources(Ticker ticker, ByteBufferPool buffers, ExchangeLog log) {}
