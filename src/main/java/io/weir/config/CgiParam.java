package io.weir.config;

import io.weir.variable.Template;

/**
 * One {@code fastcgi_param}, {@code uwsgi_param} or {@code scgi_param}.
 *
 * @param name a byte string
 * @param ifNotEmpty whether an empty value leaves the parameter out; else it is sent empty
 */
public record CgiParam(String name, Template value, boolean ifNotEmpty) {}
