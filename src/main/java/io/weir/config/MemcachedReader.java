package io.weir.config;

import io.weir.variable.Template;

/** The {@code memcached_*} directives of a location. */
final class MemcachedReader {

    private final Level level;

    MemcachedReader(Level level) {
        this.level = level;
    }

    MemcachedSettings read() {
        return new MemcachedSettings(
                new HandlerReader(level, HandlerModule.MEMCACHED).read(),
                key(),
                level.number("memcached_gzip_flag", 0, 0));
    }

    /** Whatever the configuration sets it with: {@code set}, {@code map} or the name of a group. */
    private Template key() {
        boolean declared = level.reading().names().find("memcached_key") != null;
        return declared ? level.reading().template(level.block().place(), "$memcached_key") : Template.literal("");
    }
}
