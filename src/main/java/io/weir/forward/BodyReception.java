package io.weir.forward;

import io.weir.body.BodyTooLargeException;
import io.weir.body.RequestBody;
import io.weir.config.ClientSettings;
import io.weir.config.ClientSettings.BodyFile;
import io.weir.config.HandlerSettings;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.Handler;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;

/** Receives the client's body before the upstream is asked, or leaves it to be streamed (nginx-semantics 1.8). */
final class BodyReception {

    private final ByteBufferPool buffers;
    private final ExchangeLog log;

    BodyReception(Resources resources) {
        this.buffers = resources.buffers();
        this.log = resources.log();
    }

    /**
     * Blocks until the body is read, unless it is to be streamed.
     *
     * @throws DownstreamException when the client sends no valid body, or too much of it
     */
    BodyToSend receive(Exchange exchange, Handler handler) throws DownstreamException {
        Downstream client = exchange.downstream();
        BodyFile inFile = exchange.location().client().bodyFile();
        boolean emptyFile = inFile != BodyFile.OFF
                && !exchange.isSubrequest()
                && client.fields().contains(HttpHeader.CONTENT_LENGTH);
        if (!handler.takesBody() || (client.bodyLength() == 0 && !emptyFile)) {
            return BodyToSend.NONE;
        }
        if (exchange.body() != null) {
            return buffered(exchange.body()); // an earlier run of the same request has read it
        }
        if (streams(client, handler)) {
            long limit = exchange.location().client().maxBodySize();
            return new BodyToSend(client.bodyLength(), null, true, limit);
        }
        return buffered(read(exchange));
    }

    /** The same, never to be streamed. */
    void receiveWhole(Exchange exchange) throws DownstreamException {
        if (exchange.downstream().bodyLength() != 0 && exchange.body() == null) {
            read(exchange);
        }
    }

    private static BodyToSend buffered(RequestBody body) {
        return new BodyToSend(body.length(), body, false, 0);
    }

    /** What arrived whole with the head can be sent twice, so it counts as buffered. */
    private static boolean streams(Downstream client, Handler handler) {
        HandlerSettings settings = handler.settings();
        return !settings.requestBuffering()
                && settings.passRequestBody()
                && handler.mayStream(client.bodyLength())
                && !client.bodyArrived();
    }

    private static RequestBody.InFile inFile(BodyFile rule) {
        return switch (rule) {
            case OFF -> RequestBody.InFile.LARGE;
            case CLEAN -> RequestBody.InFile.ALL;
            case ON -> RequestBody.InFile.ALL_KEPT;
        };
    }

    /** What was asked for is no warning. */
    private void logFile(Exchange exchange, BodyFile rule, Path file) {
        String message = "a client request body is buffered to a temporary file " + file;
        if (rule == BodyFile.OFF) {
            log.warn(exchange, message);
        } else {
            log.notice(exchange, message);
        }
    }

    private RequestBody read(Exchange exchange) throws DownstreamException {
        Downstream client = exchange.downstream();
        ClientSettings limits = exchange.location().client();
        try {
            RequestBody body = RequestBody.read(
                    client::readBody,
                    client.bodyLength(),
                    new RequestBody.Limits(
                            limits.bodyBufferSize(),
                            limits.maxBodySize(),
                            limits.bodyTempPath(),
                            inFile(limits.bodyFile())),
                    new LeasedSlabs(buffers),
                    file -> logFile(exchange, limits.bodyFile(), file));
            exchange.body(body);
            return body;
        } catch (DownstreamException clientFailed) {
            throw clientFailed;
        } catch (BodyTooLargeException tooLarge) {
            throw new DownstreamException(DownstreamException.Kind.TOO_LARGE, tooLarge.getMessage(), tooLarge);
        } catch (IOException disk) {
            log.crit(exchange, "the request body cannot be buffered: " + disk.getMessage());
            throw new DownstreamException(DownstreamException.Kind.UNREADABLE, disk.getMessage(), disk);
        }
    }
}
