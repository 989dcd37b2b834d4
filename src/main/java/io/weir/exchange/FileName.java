package io.weir.exchange;

import io.weir.config.FileSettings.Mapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The file that a URI is in its location: nginx's {@code ngx_http_map_uri_to_path}. Byte strings; whether it exists is not
 * known.
 *
 * @param root what {@code root} or {@code alias} says
 * @param rest the part of the URI that follows it; empty for an {@code alias} that stands for the whole
 */
public record FileName(String root, String rest) {

    /** @return null where {@code alias} cannot say: its location was left by a {@code rewrite … break} */
    public static @Nullable FileName of(Exchange exchange) {
        Mapping mapping = exchange.location().files().mapping();
        String uri = exchange.target().uri();
        if (mapping.alias() == 0) {
            return new FileName(root(exchange), uri);
        }
        if (!exchange.course().locationValid()) {
            return null;
        }
        String rest;
        if (mapping.alias() == Mapping.WHOLE) {
            rest = exchange.wholeAliased() ? uri : "";
        } else {
            rest = uri.substring(Math.min(mapping.alias(), uri.length()));
        }
        return new FileName(root(exchange), rest);
    }

    /** Root and rest. */
    public String path() {
        return root + rest;
    }

    /** {@code $document_root}. */
    static String root(Exchange exchange) {
        Mapping mapping = exchange.location().files().mapping();
        String directory = mapping.directory().evaluate(exchange);
        return directory.startsWith("/") ? directory : mapping.base() + directory;
    }

    /** {@code $request_filename}. */
    static @Nullable String path(Exchange exchange) {
        FileName name = of(exchange);
        return name == null ? null : name.path();
    }

    /** {@code $realpath_root}: without symbolic links; null when there is no such directory. Asks the disk. */
    static @Nullable String realRoot(Exchange exchange) {
        Path path = onDisk(root(exchange));
        try {
            return path == null
                    ? null
                    : new String(
                            path.toRealPath().toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        } catch (IOException missing) {
            return null;
        }
    }

    /**
     * From bytes to a path. Names on disk are taken to be UTF-8.
     *
     * @return null when no file can have this name
     */
    public static @Nullable Path onDisk(String bytes) {
        try {
            return Path.of(new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        } catch (InvalidPathException unusable) {
            return null;
        }
    }
}
