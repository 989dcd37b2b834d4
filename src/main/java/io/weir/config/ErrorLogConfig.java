package io.weir.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * {@code error_log}: where, and from which level on.
 *
 * @param file absolute; null means standard error
 */
public record ErrorLogConfig(@Nullable Path file, Level level) {

    /** nginx's levels, most talkative first. */
    public enum Level {
        DEBUG,
        INFO,
        NOTICE,
        WARN,
        ERROR,
        CRIT,
        ALERT,
        EMERG
    }
}
