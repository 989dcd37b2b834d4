package io.weir.config;

import io.weir.config.ProxySettings.Buffering;
import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code proxy_buffer…} directives and the rules between them (nginx-semantics 3.1, {@code
 * ngx_http_proxy_merge_loc_conf}).
 */
final class BufferingReader {

    /** nginx's ngx_pagesize on the usual platforms. */
    private static final int PAGE = 4096;

    private static final String ONE_BUFFER =
            "the maximum of the value of \"proxy_buffer_size\" and one of the" + " \"proxy_buffers\"";
    private static final String AT_LEAST_ONE_BUFFER = " must be equal to or greater than " + ONE_BUFFER;

    private final Level level;
    private final Reading reading;

    BufferingReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    Buffering read() {
        int headerSize = level.bufferSize("proxy_buffer_size", PAGE);
        SizedBuffers buffers = SizedBuffers.read(level, "proxy_buffers", new SizedBuffers(8, PAGE));
        int largest = Math.max(headerSize, buffers.size());
        int twice = (int) Math.min(2L * largest, Integer.MAX_VALUE);
        int busySize = level.bufferSize("proxy_busy_buffers_size", twice);
        int tempFileWriteSize = level.bufferSize("proxy_temp_file_write_size", twice);
        long maxTempFileSize = level.size("proxy_max_temp_file_size", 1024L * 1024 * 1024);
        if (!level.isTop()) {
            checkRules(headerSize, buffers, busySize, tempFileWriteSize, maxTempFileSize);
        }
        return new Buffering(
                level.flag("proxy_buffering", true),
                headerSize,
                buffers.count(),
                buffers.size(),
                busySize,
                maxTempFileSize,
                tempFileWriteSize,
                tempPath(level, "proxy_temp_path", "proxy_temp"),
                limitRate());
    }

    private void checkRules(
            int headerSize, SizedBuffers buffers, int busySize, int tempFileWriteSize, long maxTempFileSize) {
        int largest = Math.max(headerSize, buffers.size());
        if (buffers.count() < 2) {
            mistake("there must be at least 2 \"proxy_buffers\"", "proxy_buffers");
        } else if (busySize < largest) {
            mistake("\"proxy_busy_buffers_size\"" + AT_LEAST_ONE_BUFFER, "proxy_busy_buffers_size");
        } else if (busySize > (buffers.count() - 1L) * buffers.size()) {
            // The derived default is held to this rule too.
            mistake(
                    "\"proxy_busy_buffers_size\" must be less than the size of all \"proxy_buffers\" minus one buffer",
                    "proxy_busy_buffers_size",
                    "proxy_buffers",
                    "proxy_buffer_size");
        }
        if (tempFileWriteSize < largest) {
            mistake("\"proxy_temp_file_write_size\"" + AT_LEAST_ONE_BUFFER, "proxy_temp_file_write_size");
        }
        if (maxTempFileSize != 0 && maxTempFileSize < largest) {
            mistake(
                    "\"proxy_max_temp_file_size\" must be equal to zero to disable temporary files usage or"
                            + " must be equal to or greater than " + ONE_BUFFER,
                    "proxy_max_temp_file_size");
        }
    }

    /** At the first of the keys that is set: the mistake needs one of them. */
    private void mistake(String message, String... keys) {
        Place place = Stream.of(keys)
                .map(level::find)
                .flatMap(Stream::ofNullable)
                .map(setting -> setting.value().place())
                .findFirst()
                .orElse(level.block().place());
        reading.mistake(place, message);
    }

    private @Nullable Template limitRate() {
        Setting setting = level.find("proxy_limit_rate");
        String text = setting == null ? null : level.text(setting);
        if (setting == null || text == null) {
            return null;
        }
        Template rate = reading.template(setting.value().place(), text);
        if (text.indexOf('$') < 0) {
            try {
                return Scalars.size("proxy_limit_rate", setting.value()) == 0 ? null : rate;
            } catch (BadValue e) {
                reading.mistake(setting.value().place(), e.getMessage());
            }
        }
        return rate;
    }

    /** A {@code *_temp_path}: a directory and up to three levels of subdirectories, whose sizes are only checked. */
    static Path tempPath(Level level, String key, String absent) {
        Setting setting = level.find(key);
        if (setting == null) {
            return level.reading().path(level.block().place(), absent);
        }
        List<Value.Scalar> words = level.words(setting);
        if (words.isEmpty() || words.size() > 4) {
            level.reading().invalid(key, setting.value(), "a path and at most 3 levels");
            return level.reading().path(setting.value().place(), absent);
        }
        for (Value.Scalar word : words.subList(1, words.size())) {
            if (!word.text().matches("[1-9]")) {
                level.reading().invalid(key, word, "a level from 1 to 9");
            }
        }
        return level.reading().path(words.getFirst().place(), words.getFirst().text());
    }
}
