package io.weir.files;

import io.weir.config.FileSettings.Listing;
import io.weir.config.FileSettings.TryFiles;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.FileName;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Refused;
import org.eclipse.jetty.io.ByteBufferPool;
import org.jspecify.annotations.Nullable;

/** Serves what is on disk. Safe for use by any thread. */
public final class FileContent {

    private final IndexFile index;
    private final DirectoryListing listing;
    private final StaticFile file;
    private final FileTrial trial;
    private final ExchangeLog log;

    /** @param buffers where the memory for pieces of files comes from */
    public FileContent(ExchangeLog log, ByteBufferPool buffers) {
        this.index = new IndexFile(log);
        this.listing = new DirectoryListing(log);
        this.file = new StaticFile(log, buffers);
        this.trial = new FileTrial(log);
        this.log = log;
    }

    /**
     * The precontent phase of a location with {@code try_files}: the exchange's URI becomes that of the first candidate that is
     * there.
     *
     * @return where the exchange goes on when none is there; null: the location's content handler is next
     */
    public @Nullable Handled tryFiles(Exchange exchange, TryFiles rule) {
        return trial.run(exchange, rule);
    }

    /**
     * The content phase: the URI's file, or a directory's index or listing, in the order in which nginx asks its modules.
     *
     * @throws DownstreamException when the client's side failed
     */
    public Handled serve(Exchange exchange) throws DownstreamException {
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        boolean known = reads || exchange.method().equals("POST");
        boolean directory = exchange.target().uri().endsWith("/");
        if (directory && known) {
            Handled found = index.find(exchange);
            if (found != null) {
                return found;
            }
            Listing settings = exchange.location().files().listing();
            if (reads && settings != null) {
                return listing.send(exchange, settings);
            }
        }
        if (!known) {
            return new Refused(405);
        }
        if (directory) {
            FileName name = name(exchange, log);
            if (name != null) {
                log.error(exchange, "directory index of \"" + name.path() + "\" is forbidden");
            }
            return new Refused(403);
        }
        return file.send(exchange);
    }

    /** The file of the current URI; null, with a line in the log, when the location's {@code alias} cannot say. */
    static @Nullable FileName name(Exchange exchange, ExchangeLog log) {
        FileName name = FileName.of(exchange);
        if (name == null) {
            log.alert(
                    exchange,
                    "\"alias\" cannot be used in location \""
                            + exchange.location().match().text() + "\" where URI was rewritten");
        }
        return name;
    }
}
