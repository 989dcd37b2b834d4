package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code uwsgi_*} directives of a location.
 *
 * @param handler those that the other handler modules have too
 * @param params {@code uwsgi_param} lines in order
 * @param modifier1 0 to 255
 * @param modifier2 0 to 255
 * @param string {@code uwsgi_string}, or null
 */
public record UwsgiSettings(
        HandlerSettings handler,
        List<CgiParam> params,
        int modifier1,
        int modifier2,
        @Nullable Template string) {}
