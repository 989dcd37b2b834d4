package io.weir.protocol.fastcgi;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the peer writes to its error output: logged record by record, however a record is split into reads. A record has 64 KB at
 * most, and so has this.
 */
final class ErrorOutput {

    private final Exchange exchange;
    private final ExchangeLog log;
    private final List<String> caught;
    private final StringBuilder text = new StringBuilder();

    /** @param caught {@code fastcgi_catch_stderr} */
    ErrorOutput(Exchange exchange, ExchangeLog log, List<String> caught) {
        this.exchange = exchange;
        this.log = log;
        this.caught = caught;
    }

    void reset() {
        text.setLength(0);
    }

    /** Consumes bytes of a record of error output. */
    void add(ByteBuffer in, int count) {
        for (int i = 0; i < count; i++) {
            text.append((char) (in.get() & 0xff));
        }
    }

    /** The record is over. @return whether it holds one of the texts that make a response worthless */
    boolean endRecord() {
        if (text.isEmpty()) {
            return false;
        }
        int end = text.length();
        while (end > 1 && "\r\n. ".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        log.error(exchange, "FastCGI sent in stderr: \"" + text.substring(0, end) + "\"");
        boolean isCaught = caught.stream().anyMatch(part -> text.indexOf(part) >= 0);
        text.setLength(0);
        return isCaught;
    }
}
