package io.weir.config;

import io.weir.config.RewriteStep.Return;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code return CODE [TEXT|URL]} and {@code return URL}, as {@code ngx_http_rewrite_return} reads them. */
final class ReturnReader {

    private static final int LARGEST_CODE = 999;

    private ReturnReader() {}

    /** Not inherited; null when absent or after a mistake. */
    static @Nullable Return read(Level level) {
        Setting setting = level.own("return");
        if (setting == null) {
            return null;
        }
        Reading reading = level.reading();
        List<Value.Scalar> words = level.words(setting);
        if (words.isEmpty() || words.size() > 2) {
            reading.invalid("return", setting.value(), "a code, a URL, or [code, text or URL]");
            return null;
        }
        Value.Scalar first = words.getFirst();
        int code = code(first.text());
        if (code < 0) {
            String url = first.text();
            if (words.size() == 1
                    && (url.startsWith("http://") || url.startsWith("https://") || url.startsWith("$scheme"))) {
                return new Return(302, reading.template(first.place(), url));
            }
            reading.mistake(
                    first.place(),
                    "invalid return code \"" + url + "\": it must be from 0 to 999, or alone a URL that begins"
                            + " with http://, https:// or $scheme");
            return null;
        }
        return new Return(
                code,
                words.size() == 1 || words.get(1).text().isEmpty()
                        ? null
                        : reading.template(words.get(1).place(), words.get(1).text()));
    }

    private static int code(String text) {
        try {
            long code = Units.number(text);
            return code <= LARGEST_CODE ? (int) code : -1;
        } catch (BadValue _) {
            return -1;
        }
    }
}
