package io.weir.config;

import io.weir.config.LogFormats.Format;
import io.weir.variable.Template;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code access_log} and {@code error_log}. */
final class LogReader {

    private static final String DEFAULT_ACCESS_LOG = "logs/access.log";
    private static final String DEFAULT_ERROR_LOG = "logs/error.log";

    private final Reading reading;
    private final LogFormats formats;

    LogReader(Reading reading, LogFormats formats) {
        this.reading = reading;
        this.formats = formats;
    }

    /** Empty for {@code off}. */
    List<AccessLogConfig> accessLogs(Level level) {
        Setting setting = level.find("access_log");
        if (setting == null) {
            Format combined = Objects.requireNonNull(formats.find("combined"));
            Path file = reading.path(level.block().place(), DEFAULT_ACCESS_LOG);
            return List.of(new AccessLogConfig(file, combined.template(), combined.escape(), null));
        }
        List<AccessLogConfig> logs = new ArrayList<>();
        boolean off = false;
        for (List<Value.Scalar> line : lines(setting)) {
            if (line.isEmpty()) {
                reading.invalid("access_log", setting.value(), "\"off\", a file, or [file, format, …]");
            } else if (line.getFirst().text().equals("off")) {
                off = true;
                if (line.size() > 1) {
                    invalidParameter("access_log", line.get(1));
                }
            } else {
                AccessLogConfig log = accessLog(line);
                if (log != null) {
                    logs.add(log);
                }
            }
        }
        return off ? List.of() : List.copyOf(logs);
    }

    /** A string alone holds nginx's words too. */
    private static List<List<Value.Scalar>> lines(Setting setting) {
        if (setting.value() instanceof Value.Scalar(Place place, String text)) {
            List<Value.Scalar> words = new ArrayList<>();
            for (String word : text.strip().split("\\s+")) {
                if (!word.isEmpty()) {
                    words.add(new Value.Scalar(place, word));
                }
            }
            return List.of(words);
        }
        return Lines.read(setting.value());
    }

    private @Nullable AccessLogConfig accessLog(List<Value.Scalar> line) {
        Value.Scalar file = line.getFirst();
        if (file.text().startsWith("syslog:")) {
            reading.mistake(file.place(), "\"syslog:\" in \"access_log\" is not supported");
            return null;
        }
        if (file.text().indexOf('$') >= 0) {
            reading.mistake(file.place(), "a file name with variables in \"access_log\" is not supported");
            return null;
        }
        String name = line.size() < 2 ? "combined" : line.get(1).text();
        Format format = formats.find(name);
        if (format == null) {
            reading.mistake(line.get(1).place(), "unknown log format \"" + name + "\"");
            return null;
        }
        Template condition = null;
        for (Value.Scalar word : line.subList(Math.min(2, line.size()), line.size())) {
            if (word.text().startsWith("if=")) {
                condition = reading.template(word.place(), word.text().substring("if=".length()));
            } else {
                checkParameter(word);
            }
        }
        Path path = file.text().equals("/dev/stdout") ? null : reading.path(file.place(), file.text());
        return new AccessLogConfig(path, format.template(), format.escape(), condition);
    }

    /** How lines are gathered before they are written is the writer's own business; nginx's words for it are taken. */
    private void checkParameter(Value.Scalar word) {
        String text = word.text();
        try {
            if (text.startsWith("buffer=")) {
                positive(Units.size(text.substring("buffer=".length())));
            } else if (text.startsWith("flush=")) {
                positive(Units.milliseconds(text.substring("flush=".length())));
            } else if (text.equals("gzip") || text.startsWith("gzip=")) {
                reading.mistake(word.place(), "\"gzip\" in \"access_log\" is not supported");
            } else {
                throw new BadValue(text);
            }
        } catch (BadValue _) {
            invalidParameter("access_log", word);
        }
    }

    private static void positive(long number) throws BadValue {
        if (number == 0) {
            throw new BadValue("zero");
        }
    }

    private void invalidParameter(String key, Value.Scalar word) {
        reading.mistake(word.place(), "invalid parameter \"" + word.text() + "\" in \"" + key + "\"");
    }

    ErrorLogConfig errorLog(Level level) {
        Setting setting = level.find("error_log");
        ErrorLogConfig absent =
                new ErrorLogConfig(reading.path(level.block().place(), DEFAULT_ERROR_LOG), ErrorLogConfig.Level.ERROR);
        if (setting == null) {
            return absent;
        }
        List<List<Value.Scalar>> lines = lines(setting);
        if (lines.size() > 1) {
            reading.mistake(setting.value().place(), "more than one \"error_log\" on a level is not supported");
            return absent;
        }
        List<Value.Scalar> line = lines.isEmpty() ? List.of() : lines.getFirst();
        if (line.isEmpty() || line.size() > 2) {
            reading.invalid("error_log", setting.value(), "a file, or [file, level]");
            return absent;
        }
        Value.Scalar file = line.getFirst();
        ErrorLogConfig.Level from = line.size() == 1 ? ErrorLogConfig.Level.ERROR : errorLevel(line.get(1));
        return switch (file.text()) {
            case "stderr", "/dev/stderr" -> new ErrorLogConfig(null, from);
            case String text
            when text.startsWith("syslog:") || text.startsWith("memory:") -> {
                String kind = text.substring(0, text.indexOf(':') + 1);
                reading.mistake(file.place(), "\"" + kind + "\" in \"error_log\" is not supported");
                yield absent;
            }
            case String text -> new ErrorLogConfig(reading.path(file.place(), text), from);
        };
    }

    private ErrorLogConfig.Level errorLevel(Value.Scalar word) {
        for (ErrorLogConfig.Level level : ErrorLogConfig.Level.values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(word.text())) {
                return level;
            }
        }
        reading.mistake(
                word.place(),
                "invalid log level \"" + word.text()
                        + "\": it must be debug, info, notice, warn, error, crit, alert or emerg");
        return ErrorLogConfig.Level.ERROR;
    }
}
