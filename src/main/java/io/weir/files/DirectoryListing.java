package io.weir.files;

import io.weir.config.FileSettings.Listing;
import io.weir.config.FileSettings.Listing.Format;
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
import io.weir.response.LocalAnswers;
import io.weir.response.Responder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** {@code autoindex}: lists a directory ({@code ngx_http_autoindex_handler}). */
final class DirectoryListing {

    /**
     * One line.
     *
     * @param name a byte string
     * @param modified seconds since the epoch
     */
    record Entry(String name, boolean directory, boolean regular, long size, long modified) {}

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::directory).reversed().thenComparing(Entry::name);

    private final ExchangeLog log;

    DirectoryListing(ExchangeLog log) {
        this.log = log;
    }

    Handled send(Exchange exchange, Listing settings) throws DownstreamException {
        FileName name = FileContent.name(exchange, log);
        if (name == null) {
            return new Refused(500);
        }
        String callback = settings.format() == Format.JSONP ? ListingData.callback(exchange.target()) : "";
        if (callback == null) {
            log.error(exchange, "client sent invalid callback name");
            return new Refused(400);
        }
        String path = name.path();
        String text = path.length() > 1 ? path.substring(0, path.length() - 1) : path;
        List<Entry> entries;
        Path directory = FileName.onDisk(text);
        if (directory == null) {
            return refused(exchange, text, FileFailure.MISSING);
        }
        try {
            entries = entries(directory);
        } catch (IOException failure) {
            return refused(exchange, text, FileFailure.of(directory, failure));
        }
        entries.sort(ORDER);
        String body = switch (settings.format()) {
            case HTML -> ListingPage.of(exchange.target().uri(), entries, settings);
            case XML -> ListingData.xml(entries);
            case JSON -> ListingData.json(entries, "");
            case JSONP -> ListingData.json(entries, callback);
        };
        return send(exchange, type(settings.format(), callback), body);
    }

    private static String type(Format format, String callback) {
        return switch (format) {
            case HTML -> "text/html";
            case XML -> "text/xml; charset=utf-8";
            case JSON -> "application/json";
            case JSONP -> callback.isEmpty() ? "application/json" : "application/javascript";
        };
    }

    private static List<Entry> entries(Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                String name = new String(
                        file.getFileName().toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
                if (!name.startsWith(".")) {
                    BasicFileAttributes attributes = attributes(file);
                    entries.add(new Entry(
                            name,
                            attributes.isDirectory(),
                            attributes.isRegularFile(),
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.SECONDS)));
                }
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
        return entries;
    }

    /** A link that leads nowhere is listed as itself. */
    private static BasicFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException dangling) {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
    }

    private Refused refused(Exchange exchange, String text, FileFailure failure) {
        String message = "opendir() \"" + text + "\" failed (" + failure.error() + ")";
        if (failure.kind() == FileFailure.Kind.OTHER) {
            log.crit(exchange, message);
        } else {
            log.error(exchange, message);
        }
        return new Refused(failure.kind().status());
    }

    /** In chunks, as nginx, which does not count first. */
    private static Handled send(Exchange exchange, String type, String body) throws DownstreamException {
        exchange.phase(Phase.SENDING_RESPONSE);
        HttpFields.Mutable fields = HttpFields.build().add(new HttpField(HttpHeader.CONTENT_TYPE, type));
        ResponseHead head =
                new ResponseHead(200, StatusText.line(200), fields, LocalAnswers.serverToken(exchange), true, -1, true);
        if (Responder.respondConditionally(exchange, head) instanceof Answer.Refused(int status)) {
            return new Refused(status);
        }
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1));
        exchange.downstream().endWith(new ByteBuffer[] {bytes}, HttpFields.EMPTY);
        exchange.complete();
        return Handled.SENT;
    }
}
