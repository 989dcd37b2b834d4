package io.weir.config;

import io.weir.config.HealthCheck.Body;
import io.weir.config.HealthCheck.Statuses;
import io.weir.config.HealthCheck.Statuses.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code health_check}: the parameters of nginx's directive, and the conditions of its {@code match} block. */
final class HealthCheckReader {

    private static final Pattern STATUS = Pattern.compile("([1-9]\\d\\d)(?:-([1-9]\\d\\d))?");
    private static final Pattern METHOD = Pattern.compile("[A-Z]+");
    private static final Pattern BODY = Pattern.compile("(!?)~\\s*(.+)", Pattern.DOTALL);
    private static final List<Range> SUCCESS = List.of(new Range(200, 399));

    private final Reading reading;

    HealthCheckReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * @param group the group's level
     * @return null when there is none
     */
    @Nullable
    HealthCheck read(Level group) {
        List<Block> blocks = group.block().blocks("health_check");
        if (blocks.isEmpty()) {
            return null;
        }
        Level level = new Level(blocks.getFirst(), null, reading);
        String host = level.text("host");
        return new HealthCheck(
                uri(level),
                method(level),
                host == null || host.isEmpty() ? null : printable(level, "host", host),
                level.own("tls") == null ? null : (Boolean) level.flag("tls", false),
                port(level),
                positiveTime(level, "interval", 5000),
                level.time("jitter", 0),
                level.number("fails", 1, 1),
                level.number("passes", 1, 1),
                positiveTime(level, "timeout", 2000),
                level.flag("mandatory", false),
                statuses(level),
                body(level));
    }

    private String uri(Level level) {
        String uri = level.text("uri");
        if (uri == null) {
            return "/";
        }
        if (!uri.startsWith("/")) {
            reading.invalid("uri", value(level, "uri"), "a path that begins with \"/\"");
        }
        return printable(level, "uri", uri);
    }

    /** As a byte string, which stands in a request as it is. */
    private String printable(Level level, String key, String text) {
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            reading.invalid(key, value(level, key), "a text without blanks and control characters");
        }
        return ByteStrings.of(text);
    }

    private String method(Level level) {
        String method = level.text("method");
        if (method != null && !METHOD.matcher(method).matches()) {
            reading.invalid(
                    "method", value(level, "method"), "a method in capital letters, such as \"GET\" or \"HEAD\"");
        }
        return method == null ? "GET" : method;
    }

    private int port(Level level) {
        int port = level.number("port", 1, 0);
        if (port > 65535) {
            reading.invalid("port", value(level, "port"), "at most 65535");
        }
        return port;
    }

    private long positiveTime(Level level, String key, long absent) {
        long time = level.time(key, absent);
        if (time == 0) {
            reading.invalid(key, value(level, key), "more than 0");
        }
        return time;
    }

    /** {@code "200 301-303"}, {@code ["200", "301-303"]}, or the same behind {@code "!"}. */
    private Statuses statuses(Level level) {
        List<String> words = new ArrayList<>();
        for (Value.Scalar word : level.words("status")) {
            words.addAll(List.of(word.text().replaceFirst("^!", "! ").strip().split("\\s+")));
        }
        boolean negated = !words.isEmpty() && words.getFirst().equals("!");
        List<Range> ranges = new ArrayList<>();
        for (String word : words.subList(negated ? 1 : 0, words.size())) {
            Matcher matcher = STATUS.matcher(word);
            Range range = matcher.matches() ? range(matcher) : null;
            if (range == null || range.first() > range.last()) {
                invalidStatus(level);
                break;
            }
            ranges.add(range);
        }
        if (ranges.isEmpty() && level.own("status") != null) {
            invalidStatus(level);
        }
        return ranges.isEmpty() ? new Statuses(false, SUCCESS) : new Statuses(negated, List.copyOf(ranges));
    }

    private static Range range(Matcher matcher) {
        int first = Integer.parseInt(matcher.group(1));
        return new Range(first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }

    private void invalidStatus(Level level) {
        reading.invalid(
                "status",
                value(level, "status"),
                "codes and ranges such as \"200\", \"200-399\" or \"200 301-303\", or \"! 500\" for all others");
    }

    private @Nullable Body body(Level level) {
        String text = level.text("body");
        if (text == null) {
            return null;
        }
        Value value = value(level, "body");
        Matcher matcher = BODY.matcher(text);
        if (!matcher.matches()) {
            reading.invalid("body", value, "\"~REGEX\" or \"!~REGEX\"");
            return null;
        }
        Pattern pattern = reading.pattern(value.place(), matcher.group(2), false);
        return pattern == null ? null : new Body(matcher.group(1).equals("!"), pattern);
    }

    /** Of a key that is there. */
    private static Value value(Level level, String key) {
        Setting setting = level.own(key);
        if (setting == null) {
            throw new IllegalStateException(key);
        }
        return setting.value();
    }
}
