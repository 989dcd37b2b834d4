package io.weir.config;

import io.weir.config.ErrorPages.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code error_page} and {@code recursive_error_pages}, as {@code ngx_http_core_error_page} reads them. */
final class ErrorPageReader {

    private static final String KEY = "error_page";

    private final Level level;
    private final Reading reading;

    ErrorPageReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    ErrorPages read() {
        boolean recursive = level.flag("recursive_error_pages", false);
        Setting setting = level.find(KEY);
        if (setting == null || !(setting.value() instanceof Value.Fields(var _, List<Setting> lines))) {
            return recursive ? new ErrorPages(Map.of(), true) : ErrorPages.NONE;
        }
        Map<Integer, Page> pages = new LinkedHashMap<>();
        for (Setting line : lines) {
            Page page = page(line.value());
            for (String code : line.key().strip().split("\\s+")) {
                Integer status = status(line.place(), code);
                if (page != null && status != null) {
                    pages.putIfAbsent(
                            status,
                            page.status() == ErrorPages.KEPT && isBadRequest(status)
                                    ? new Page(400, page.target())
                                    : page); // of several pages for one code nginx takes the first
                }
            }
        }
        return new ErrorPages(Map.copyOf(pages), recursive);
    }

    /** nginx's own codes for kinds of bad requests never reach the client. */
    private static boolean isBadRequest(int status) {
        return status >= 494 && status <= 497;
    }

    private @Nullable Integer status(Place place, String code) {
        try {
            long status = Units.number(code);
            if (status == 499) {
                reading.mistake(place, "value \"499\" must not be used in \"" + KEY + "\"");
                return null;
            }
            if (status >= 300 && status <= 599) {
                return (int) status;
            }
        } catch (BadValue _) {
            // said below
        }
        reading.mistake(place, "invalid code \"" + code + "\" in \"" + KEY + "\": it must be between 300 and 599");
        return null;
    }

    /** {@code [=[N]] target}. */
    private @Nullable Page page(Value value) {
        StringBuilder joined = new StringBuilder();
        for (Value word : value.list()) {
            if (!(word instanceof Value.Scalar scalar)) {
                reading.invalid(KEY, value, "\"[=[status]] target\"");
                return null;
            }
            joined.append(' ').append(scalar.text());
        }
        String text = joined.toString().strip();
        int status = ErrorPages.KEPT;
        if (text.startsWith("=")) {
            int end = text.indexOf(' ');
            String number = end < 0 ? text.substring(1) : text.substring(1, end);
            try {
                status = number.isEmpty() ? 0 : (int) Units.number(number);
            } catch (BadValue _) {
                reading.mistake(value.place(), "invalid status \"=" + number + "\" in \"" + KEY + "\"");
                return null;
            }
            text = end < 0 ? "" : text.substring(end).strip();
        }
        if (text.isEmpty()) {
            reading.invalid(KEY, value, "\"[=[status]] target\"");
            return null;
        }
        return new Page(status, reading.template(value.place(), text));
    }
}
