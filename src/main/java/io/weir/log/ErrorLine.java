package io.weir.log;

import io.weir.config.ErrorLogConfig.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One line of nginx's error log. */
final class ErrorLine {

    /** nginx's NGX_MAX_ERROR_STR: a longer line is cut, so that no client can fill a disk with one request. */
    static final int MAX_LENGTH = 2048;

    private static final String[] LEVELS = new String[Level.values().length];

    static {
        for (Level level : Level.values()) {
            LEVELS[level.ordinal()] = " [" + level.name().toLowerCase(Locale.ROOT) + "] ";
        }
    }

    private ErrorLine() {}

    /** The bytes of a line, line end included. */
    static byte[] format(String time, Level level, long pid, long threadId, ErrorContext context, String message) {
        LineBuffer out = new LineBuffer(512);
        out.text(time);
        out.text(LEVELS[level.ordinal()]);
        out.number(pid);
        out.one('#');
        out.number(threadId);
        out.text(": ");
        if (context.connection() != 0) {
            out.one('*');
            out.number(context.connection());
            out.one(' ');
        }
        LogEscape.CONTROLS.append(out, message);
        Phase phase = context.phase();
        if (phase != null) {
            out.text(" while ");
            out.text(phase.text());
        }
        part(out, ", client: ", context.client());
        part(out, ", server: ", context.server());
        quoted(out, ", request: \"", context.requestLine());
        quoted(out, ", subrequest: \"", context.subrequest());
        quoted(out, ", upstream: \"", context.upstream());
        quoted(out, ", host: \"", context.host());
        quoted(out, ", referrer: \"", context.referrer());
        out.cut(MAX_LENGTH - 1);
        out.one('\n');
        return out.toBytes();
    }

    private static void part(LineBuffer out, String label, @Nullable String value) {
        if (value != null) {
            out.text(label);
            LogEscape.DEFAULT.append(out, value);
        }
    }

    /**
     * nginx writes what the client sent as it is. Here it is escaped as in the access log: neither a line end nor a
     * quotation mark in a request can make up another line or part.
     */
    private static void quoted(LineBuffer out, String label, @Nullable String value) {
        if (value != null) {
            out.text(label);
            LogEscape.DEFAULT.append(out, value);
            out.one('"');
        }
    }
}
