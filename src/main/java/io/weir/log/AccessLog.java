package io.weir.log;

import io.weir.config.AccessLogConfig;
import io.weir.variable.Scope;
import io.weir.variable.Template;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The access logs of one configuration. Owns their files and the thread that writes them; make one per configuration
 * and close it when the configuration's last request has ended.
 *
 * <p>Configurations with the same file share one descriptor. Lines of one thread keep their order.
 */
public final class AccessLog implements AutoCloseable {

    private final ErrorLog errors;
    private final LogWriter writer = new LogWriter();
    /** Key: absolute, or null for standard output. Guarded by this. */
    private final Map<@Nullable Path, LogFile> files = new HashMap<>();

    /**
     * Starts the thread.
     *
     * @param errors where a file that cannot be written is reported, at most once a minute; not owned
     */
    public AccessLog(ErrorLog errors) {
        this.errors = errors;
        writer.start();
    }

    /**
     * Opens a log and compiles its format. At configuration time: the caller keeps the result beside the location.
     *
     * @throws IOException when the file or its directory cannot be made; the program should not start then
     */
    public synchronized Line compile(AccessLogConfig config) throws IOException {
        Path path =
                config.file() == null ? null : config.file().toAbsolutePath().normalize();
        LogFile file = files.get(path);
        if (file == null) {
            file = new LogFile(path, errors);
            files.put(path, file);
            writer.register(file);
        }
        LineFormat format = new LineFormat(config.format(), LogEscape.of(config.escape()));
        return new Line(writer, file, format, config.condition());
    }

    /**
     * Opens all files again under their names, for log rotation. Returns when that is done; lines handed over before
     * are in the old ones.
     */
    public void reopen() {
        writer.settle(true);
    }

    /** Returns when all lines handed over before are in their files. */
    public void flush() {
        writer.settle(false);
    }

    /** Writes all lines handed over so far and closes the files. Lines that come later are dropped. */
    @Override
    public void close() {
        writer.close();
    }

    /** One {@code access_log}, ready to write. For all threads. */
    public static final class Line {

        private final LogWriter writer;
        private final LogFile file;
        private final LineFormat format;
        private final @Nullable Template condition;

        private Line(LogWriter writer, LogFile file, LineFormat format, @Nullable Template condition) {
            this.writer = writer;
            this.file = file;
            this.format = format;
            this.condition = condition;
        }

        /**
         * Renders the line of a request that has ended and hands it over to be written, unless {@code if=} says no.
         * Blocks only when the file takes less than requests produce and a megabyte of lines waits already.
         */
        public void write(Scope scope) {
            if (condition != null) {
                String value = condition.evaluate(scope);
                if (value.isEmpty() || value.equals("0")) {
                    return;
                }
            }
            LineBuffer line = format.render(scope);
            writer.append(file, line.array(), line.length());
        }
    }
}
