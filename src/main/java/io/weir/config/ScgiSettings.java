package io.weir.config;

import java.util.List;

/**
 * The {@code scgi_*} directives of a location.
 *
 * @param handler those that the other handler modules have too
 * @param params {@code scgi_param} lines in order
 */
public record ScgiSettings(HandlerSettings handler, List<CgiParam> params) {}
