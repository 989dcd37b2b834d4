package io.weir.config;

import io.weir.config.Expires.InvalidExpires;
import java.util.List;

/** {@code expires [modified] time}, as {@code ngx_http_headers_expires} reads it. */
final class ExpiresReader {

    private ExpiresReader() {}

    static Expires read(Level level) {
        Setting setting = level.find("expires");
        if (setting == null) {
            return new Expires.Off();
        }
        List<Value.Scalar> words = level.words(setting);
        boolean modified = words.size() == 2 && words.getFirst().text().equals("modified");
        if (words.isEmpty() || words.size() > 2 || (words.size() == 2 && !modified)) {
            level.reading().invalid("expires", setting.value(), "a time, epoch, max, off, or [\"modified\", time]");
            return new Expires.Off();
        }
        Value.Scalar last = words.getLast();
        if (last.text().indexOf('$') >= 0) {
            return new Expires.Evaluated(level.reading().template(last.place(), last.text()), modified);
        }
        try {
            return Expires.parse(last.text(), modified);
        } catch (InvalidExpires e) {
            level.reading()
                    .mistake(last.place(), "invalid value " + last.shown() + " in \"expires\": " + e.getMessage());
            return new Expires.Off();
        }
    }
}
