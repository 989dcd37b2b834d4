package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a location maps URIs to files and serves them.
 *
 * @param mapping {@code root} or {@code alias}
 * @param index {@code index}, in order; the last may be an absolute path
 * @param tryFiles {@code try_files}; null when the location itself has none
 * @param types from extensions in lower case to MIME types; what is not in it has {@code default_type}
 * @param listing {@code autoindex}; null when off
 * @param etag {@code etag}
 * @param modifiedSince {@code if_modified_since}
 * @param maxRanges {@code max_ranges}; 0 answers every request with the whole
 * @param logNotFound {@code log_not_found}
 */
public record FileSettings(
        Mapping mapping,
        List<Template> index,
        @Nullable TryFiles tryFiles,
        Map<String, String> types,
        @Nullable Listing listing,
        boolean etag,
        ModifiedSince modifiedSince,
        int maxRanges,
        boolean logNotFound) {

    /**
     * Where files are.
     *
     * @param directory a byte string when evaluated; what does not begin with a slash is below {@code base}
     * @param base the main file's directory, with a slash at its end
     * @param alias how many characters of the URI the directory stands for: 0 for {@code root}, the length of the location's
     *     name for {@code alias}, {@link #WHOLE} where an expression chose the location
     */
    public record Mapping(Template directory, String base, int alias) {

        /** The value of {@code alias} in a regex location stands for the whole URI. */
        public static final int WHOLE = Integer.MAX_VALUE;
    }

    /** {@code try_files}: the candidates in order, then what happens when none is there. */
    public record TryFiles(List<Candidate> candidates, Fallback fallback) {}

    /** @param directory whether it was written with a slash at its end, which is not in {@code name} any more */
    public record Candidate(Template name, boolean directory) {}

    /** The last argument of {@code try_files}. */
    public sealed interface Fallback {

        /** {@code =404}. */
        record Code(int status) implements Fallback {}

        /** A URI with arguments or without, or a named location. */
        record Target(Template value) implements Fallback {}
    }

    /** {@code autoindex} and its kin. */
    public record Listing(Format format, boolean exactSize, boolean localTime) {

        /** {@code autoindex_format}. */
        public enum Format {
            HTML,
            XML,
            JSON,
            JSONP
        }
    }

    /** {@code if_modified_since}. */
    public enum ModifiedSince {
        OFF,
        EXACT,
        BEFORE
    }
}
