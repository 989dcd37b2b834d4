package io.weir.files;

import io.weir.exchange.ContentTypes;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.FileName;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Refused;
import io.weir.exchange.ResponseHead;
import io.weir.http.StatusText;
import io.weir.log.Phase;
import io.weir.response.Answer;
import io.weir.response.BodyPart;
import io.weir.response.HttpTime;
import io.weir.response.LocalAnswers;
import io.weir.response.Responder;
import io.weir.route.UriEscape;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;

/** Sends the file that the URI names ({@code ngx_http_static_handler}). */
final class StaticFile {

    private final ExchangeLog log;
    private final ByteBufferPool buffers;

    StaticFile(ExchangeLog log, ByteBufferPool buffers) {
        this.log = log;
        this.buffers = buffers;
    }

    Handled send(Exchange exchange) throws DownstreamException {
        FileName name = FileContent.name(exchange, log);
        if (name == null) {
            return new Refused(500);
        }
        String text = name.path();
        return switch (DiskFile.look(text)) {
            case DiskFile.Absent(FileFailure failure) -> refused(exchange, text, failure);
            case DiskFile.Present found -> {
                if (found.attributes().isDirectory()) {
                    yield toDirectory(exchange);
                }
                if (!found.attributes().isRegularFile()) {
                    log.crit(exchange, "\"" + text + "\" is not a regular file");
                    yield new Refused(404);
                }
                if (exchange.method().equals("POST")) {
                    yield new Refused(405);
                }
                if (!exchange.downstream().dropBody()) {
                    yield new Refused(400);
                }
                yield open(exchange, found, text);
            }
        };
    }

    private Handled open(Exchange exchange, DiskFile.Present found, String text) throws DownstreamException {
        FileChannel channel;
        try {
            channel = FileChannel.open(found.path(), StandardOpenOption.READ);
        } catch (IOException failure) {
            return refused(exchange, text, FileFailure.of(found.path(), failure));
        }
        try (channel) {
            return answer(exchange, channel, found.attributes());
        } catch (DownstreamException clientFailed) {
            throw clientFailed;
        } catch (IOException failure) {
            log.alert(exchange, "read() \"" + text + "\" failed (" + failure.getMessage() + ")");
            exchange.downstream().abort();
            return Handled.SENT;
        }
    }

    private Handled answer(Exchange exchange, FileChannel channel, BasicFileAttributes attributes) throws IOException {
        exchange.phase(Phase.SENDING_RESPONSE);
        long size = attributes.size();
        ResponseHead head = new ResponseHead(
                200,
                StatusText.line(200),
                fields(exchange, attributes.lastModifiedTime().to(TimeUnit.SECONDS), size),
                LocalAnswers.serverToken(exchange),
                true,
                size,
                true);
        return switch (Responder.respondSelected(exchange, head)) {
            case Answer.Refused(int status) -> new Refused(status);
            case Answer.Passed(List<BodyPart> parts) -> {
                boolean bodyless = exchange.method().equals("HEAD");
                new FileSender(exchange.downstream(), channel, buffers).send(bodyless ? List.of() : parts);
                exchange.complete();
                yield Handled.SENT;
            }
        };
    }

    private static HttpFields fields(Exchange exchange, long modified, long size) {
        HttpFields.Mutable fields = HttpFields.build();
        String type = ContentTypes.of(exchange);
        if (!type.isEmpty()) {
            fields.add(new HttpField(HttpHeader.CONTENT_TYPE, type));
        }
        fields.add(new HttpField(HttpHeader.LAST_MODIFIED, HttpTime.format(modified)));
        if (exchange.location().files().etag()) {
            String etag = "\"" + Long.toHexString(modified) + "-" + Long.toHexString(size) + "\"";
            fields.add(new HttpField(HttpHeader.ETAG, etag));
        }
        return fields;
    }

    private static Handled toDirectory(Exchange exchange) throws DownstreamException {
        String path = UriEscape.escape(exchange.target().uri()) + "/";
        return LocalAnswers.toDirectory(exchange, path);
    }

    private Refused refused(Exchange exchange, String text, FileFailure failure) {
        String message = "open() \"" + text + "\" failed (" + failure.error() + ")";
        switch (failure.kind()) {
            case MISSING, IMPOSSIBLE -> {
                if (exchange.location().files().logNotFound()) {
                    log.error(exchange, message);
                }
            }
            case FORBIDDEN -> log.error(exchange, message);
            case OTHER -> log.crit(exchange, message);
        }
        return new Refused(failure.kind().status());
    }
}
