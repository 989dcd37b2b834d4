package io.weir.config;

/** The {@code memcached_*} directives of a location. */
final class MemcachedReader {

    private final Level level;

    MemcachedReader(Level level) {
        this.level = level;
    }

    MemcachedSettings read() {
        return new MemcachedSettings(
                new HandlerReader(level, HandlerModule.MEMCACHED).read(),
                // Compiled like any other value: a capture of that name sets it as well as "set" does.
                level.reading().template(level.block().place(), "$memcached_key"),
                level.number("memcached_gzip_flag", 0, 0));
    }
}
