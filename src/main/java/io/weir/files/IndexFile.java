package io.weir.files;

import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.FileName;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Redirected;
import io.weir.exchange.Handled.Refused;
import io.weir.files.FileFailure.Kind;
import io.weir.variable.Template;
import org.jspecify.annotations.Nullable;

/** {@code index}: which file of a directory answers for it ({@code ngx_http_index_handler}). */
final class IndexFile {

    private final ExchangeLog log;

    IndexFile(ExchangeLog log) {
        this.log = log;
    }

    /** @return where the exchange goes on, or how it ends; null when the directory is there and has none of the files */
    @Nullable
    Handled find(Exchange exchange) {
        String uri = exchange.target().uri();
        FileName directory = null;
        boolean directoryIsThere = false;
        for (Template candidate : exchange.location().files().index()) {
            String index = candidate.evaluate(exchange);
            if (index.startsWith("/")) {
                return new Redirected(index, exchange.target().args());
            }
            directory = directory != null ? directory : FileContent.name(exchange, log);
            if (directory == null) {
                return new Refused(500);
            }
            String path = directory.path() + index;
            if (!(DiskFile.look(path) instanceof DiskFile.Absent(FileFailure failure))) {
                return new Redirected(uri + index, exchange.target().args());
            }
            switch (failure.kind()) {
                case FORBIDDEN, IMPOSSIBLE -> {
                    return refused(exchange, path, failure);
                }
                case MISSING -> {
                    Handled without = directoryIsThere ? null : lookAt(exchange, directory, path);
                    if (without != null) {
                        return without;
                    }
                    directoryIsThere = true;
                }
                case OTHER -> {
                    log.crit(exchange, "stat() \"" + path + "\" failed (" + failure.error() + ")");
                    return new Refused(500);
                }
            }
        }
        return null;
    }

    /** No file: is there a directory at all? */
    private @Nullable Handled lookAt(Exchange exchange, FileName directory, String index) {
        return switch (DiskFile.look(directory.path())) {
            case DiskFile.Present there -> {
                if (there.attributes().isDirectory()) {
                    yield null;
                }
                log.alert(exchange, "\"" + directory.path() + "\" is not a directory");
                yield new Refused(500);
            }
            case DiskFile.Absent(FileFailure failure) -> {
                if (failure.kind() == Kind.MISSING) {
                    yield refused(exchange, index, failure);
                }
                if (failure.kind() == Kind.FORBIDDEN) {
                    yield null; // the first file was not forbidden, so the directory may be searched
                }
                log.crit(exchange, "stat() \"" + directory.path() + "\" failed (" + failure.error() + ")");
                yield new Refused(500);
            }
        };
    }

    private Refused refused(Exchange exchange, String path, FileFailure failure) {
        if (failure.kind() == Kind.FORBIDDEN) {
            log.error(exchange, "\"" + path + "\" is forbidden (" + failure.error() + ")");
            return new Refused(403);
        }
        if (exchange.location().files().logNotFound()) {
            log.error(exchange, "\"" + path + "\" is not found (" + failure.error() + ")");
        }
        return new Refused(404);
    }
}
