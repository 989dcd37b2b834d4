package io.weir.config;

import java.util.List;

/**
 * The {@code uwsgi_*} directives of a location.
 *
 * @param handler those that the other handler modules have too
 * @param params {@code uwsgi_param} lines in order
 * @param modifier1 0 to 255
 * @param modifier2 0 to 255
 * @param string {@code uwsgi_string}, a byte string; empty for none
 */
public record UwsgiSettings(
        HandlerSettings handler, List<CgiParam> params, int modifier1, int modifier2, String string) {}
