package io.weir.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code fastcgi_*} directives of a location.
 *
 * @param handler those that the other handler modules have too
 * @param params {@code fastcgi_param} lines in order
 * @param index {@code fastcgi_index}; empty for none
 * @param splitPathInfo {@code fastcgi_split_path_info}, an expression with two groups at least; null for none
 * @param catchStderr {@code fastcgi_catch_stderr}: byte strings
 * @param keepConnection {@code fastcgi_keep_conn}
 */
public record FastcgiSettings(
        HandlerSettings handler,
        List<CgiParam> params,
        String index,
        @Nullable Pattern splitPathInfo,
        List<String> catchStderr,
        boolean keepConnection) {}
