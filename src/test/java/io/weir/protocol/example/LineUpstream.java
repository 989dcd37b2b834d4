package io.weir.protocol.example;

import io.weir.config.HandlerSettings;
import io.weir.config.LocationConfig.Target;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.UpstreamHead;
import io.weir.protocol.BodyFilter;
import io.weir.protocol.Handler;
import io.weir.protocol.HeaderProgress;
import io.weir.protocol.LengthBody;
import io.weir.protocol.Protocol;
import io.weir.protocol.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;

/**
 * A protocol of lines: {@code ask PATH} is answered by {@code have LENGTH} and so many bytes, or by {@code none}. The
 * connection serves any number of requests.
 */
public record LineUpstream(HandlerSettings settings) implements Handler {

    @Override
    public Protocol newRun(Exchange exchange, Target to, ExchangeLog log) {
        return new Lines(exchange, log);
    }

    @Override
    public boolean allows(String method) {
        return method.equals("GET");
    }

    @Override
    public boolean takesBody() {
        return false;
    }

    private record Lines(Exchange exchange, ExchangeLog log) implements Protocol {

        @Override
        public String schema() {
            return "lines://";
        }

        @Override
        public String uri() {
            return exchange.target().uri();
        }

        @Override
        public RequestHead createRequest(long bodyLength) {
            String line = "ask " + uri().replace(' ', '+') + "\n";
            return new RequestHead(line.getBytes(StandardCharsets.ISO_8859_1), null, false);
        }

        @Override
        public void reinit() {
            // Nothing is remembered of the previous peer.
        }

        @Override
        public HeaderProgress processHeader(ByteBuffer received) {
            StringBuilder line = new StringBuilder();
            for (int at = received.position(); at < received.limit(); at++) {
                char c = (char) received.get(at);
                if (c == '\n') {
                    received.position(at + 1);
                    return answer(line.toString());
                }
                line.append(c);
            }
            return HeaderProgress.NeedMore.INSTANCE;
        }

        private static HeaderProgress answer(String line) {
            if (line.equals("none")) {
                return complete(404, 0);
            }
            return line.matches("have \\d{1,18}")
                    ? complete(200, Long.parseLong(line.substring(5)))
                    : new HeaderProgress.Invalid("the peer sent an invalid line: \"" + line + "\"");
        }

        private static HeaderProgress complete(int status, long length) {
            String text = status == 200 ? "200 OK" : "404 Not Found";
            return new HeaderProgress.Complete(new UpstreamHead(status, text, HttpFields.EMPTY, length, false, true));
        }

        @Override
        public BodyFilter body(UpstreamHead head) {
            return new LengthBody(head.contentLength(), exchange, log);
        }
    }
}
