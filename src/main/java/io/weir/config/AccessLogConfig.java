package io.weir.config;

import io.weir.variable.Template;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One {@code access_log} of a location.
 *
 * @param file absolute; null means standard output ({@code /dev/stdout})
 * @param format compiled from {@code log_format}, evaluated when the exchange has ended
 * @param escape how the values of variables are written
 * @param condition {@code if=}: the line is written only when this is neither empty nor "0"
 */
public record AccessLogConfig(
        @Nullable Path file,
        Template format,
        Escape escape,
        @Nullable Template condition) {

    /** {@code log_format NAME escape=…}. */
    public enum Escape {
        DEFAULT,
        JSON,
        NONE
    }
}
