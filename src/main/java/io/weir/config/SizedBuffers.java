package io.weir.config;

import java.util.List;

/** A number of buffers of one size: {@code [8, "4k"]}. */
record SizedBuffers(int count, int size) {

    static SizedBuffers read(Level level, String key, SizedBuffers absent) {
        Setting setting = level.find(key);
        if (setting == null) {
            return absent;
        }
        List<Value.Scalar> words = level.words(setting);
        if (words.size() != 2) {
            level.reading().invalid(key, setting.value(), "a number and a size, such as [8, \"4k\"]");
            return absent;
        }
        try {
            Value count = words.get(0);
            Value size = words.get(1);
            return new SizedBuffers(
                    (int) Level.bounded(key, count, Scalars.number(key, count), 1, Integer.MAX_VALUE),
                    (int) Level.bounded(key, size, Scalars.size(key, size), 1, Integer.MAX_VALUE));
        } catch (BadValue e) {
            level.reading().mistake(setting.value().place(), e.getMessage());
            return absent;
        }
    }
}
