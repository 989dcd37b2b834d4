package io.weir.config;

import io.weir.variable.Template;

/**
 * The {@code memcached_*} directives of a location.
 *
 * @param handler those that the other handler modules have too
 * @param key {@code $memcached_key}, whatever sets it; empty where nothing does
 * @param gzipFlag {@code memcached_gzip_flag}: the bits that say that a value is compressed; 0 for none
 */
public record MemcachedSettings(HandlerSettings handler, Template key, int gzipFlag) {}
