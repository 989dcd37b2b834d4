package io.weir.config;

import io.weir.config.HandlerSettings.Buffering;
import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The {@code *_buffer…} directives of a module and the rules between them (nginx-semantics 3.1, {@code
 * ngx_http_proxy_merge_loc_conf}).
 */
final class BufferingReader {

    /** nginx's ngx_pagesize on the usual platforms. */
    private static final int PAGE = 4096;

    private final Level level;
    private final Reading reading;
    private final HandlerModule module;
    private final String oneBuffer;
    private final String atLeastOneBuffer;

    BufferingReader(Level level, HandlerModule module) {
        this.level = level;
        this.reading = level.reading();
        this.module = module;
        oneBuffer = "the maximum of the value of " + quoted("buffer_size") + " and one of the " + quoted("buffers");
        atLeastOneBuffer = " must be equal to or greater than " + oneBuffer;
    }

    private String quoted(String suffix) {
        return "\"" + module.key(suffix) + "\"";
    }

    Buffering read() {
        int headerSize = level.bufferSize(module.key("buffer_size"), PAGE);
        SizedBuffers buffers = SizedBuffers.read(level, module.key("buffers"), new SizedBuffers(8, PAGE));
        int largest = Math.max(headerSize, buffers.size());
        int twice = (int) Math.min(2L * largest, Integer.MAX_VALUE);
        int busySize = level.bufferSize(module.key("busy_buffers_size"), twice);
        int tempFileWriteSize = level.bufferSize(module.key("temp_file_write_size"), twice);
        long maxTempFileSize = level.size(module.key("max_temp_file_size"), 1024L * 1024 * 1024);
        if (!level.isTop() && module.relaysHttp()) {
            checkRules(headerSize, buffers, busySize, tempFileWriteSize, maxTempFileSize);
        }
        return new Buffering(
                level.flag(module.key("buffering"), module.relaysHttp()),
                headerSize,
                buffers.count(),
                buffers.size(),
                busySize,
                maxTempFileSize,
                tempFileWriteSize,
                tempPath(level, module.key("temp_path"), module.key("temp")),
                limitRate());
    }

    private void checkRules(
            int headerSize, SizedBuffers buffers, int busySize, int tempFileWriteSize, long maxTempFileSize) {
        int largest = Math.max(headerSize, buffers.size());
        if (buffers.count() < 2) {
            mistake("there must be at least 2 " + quoted("buffers"), module.key("buffers"));
        } else if (busySize < largest) {
            mistake(quoted("busy_buffers_size") + atLeastOneBuffer, module.key("busy_buffers_size"));
        } else if (busySize > (buffers.count() - 1L) * buffers.size()) {
            // The derived default is held to this rule too.
            mistake(
                    quoted("busy_buffers_size") + " must be less than the size of all " + quoted("buffers")
                            + " minus one buffer",
                    module.key("busy_buffers_size"),
                    module.key("buffers"),
                    module.key("buffer_size"));
        }
        if (tempFileWriteSize < largest) {
            mistake(quoted("temp_file_write_size") + atLeastOneBuffer, module.key("temp_file_write_size"));
        }
        if (maxTempFileSize != 0 && maxTempFileSize < largest) {
            mistake(
                    quoted("max_temp_file_size") + " must be equal to zero to disable temporary files usage or"
                            + " must be equal to or greater than " + oneBuffer,
                    module.key("max_temp_file_size"));
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
        Setting setting = level.find(module.key("limit_rate"));
        String text = setting == null ? null : level.text(setting);
        if (setting == null || text == null) {
            return null;
        }
        Template rate = reading.template(setting.value().place(), text);
        if (text.indexOf('$') < 0) {
            try {
                return Scalars.size(setting.key(), setting.value()) == 0 ? null : rate;
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
