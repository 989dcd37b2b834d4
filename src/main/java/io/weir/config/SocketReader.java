package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code *_bind} and {@code *_socket_…} of a module. */
final class SocketReader {

    private static final String ADDRESS = "an address with or without a port, such as \"192.0.2.1\", or \"off\"";

    private final Level level;
    private final Reading reading;
    private final HandlerModule module;
    private final String bind;

    SocketReader(Level level, HandlerModule module) {
        this.level = level;
        this.module = module;
        this.bind = module.key("bind");
        this.reading = level.reading();
    }

    SocketSettings read() {
        Setting setting = level.find(bind);
        List<Value.Scalar> words = setting == null ? List.of() : level.words(setting);
        boolean off = words.size() == 1 && words.getFirst().text().equals("off");
        if (setting != null && (words.isEmpty() || words.size() > 2)) {
            reading.invalid(bind, setting.value(), ADDRESS + ", and perhaps \"transparent\"");
            words = List.of();
        }
        return new SocketSettings(
                level.flag(module.key("socket_keepalive"), false),
                off || words.isEmpty() ? null : address(words.getFirst()),
                words.size() == 2 && transparent(words.getLast()),
                bufferSize(module.key("socket_rcvbuf")),
                bufferSize(module.key("socket_sndbuf")));
    }

    private int bufferSize(String key) {
        return (int) Math.min(Integer.MAX_VALUE, level.size(key, 0));
    }

    private @Nullable Template address(Value.Scalar word) {
        Template address = reading.template(word.place(), word.text());
        if (word.text().indexOf('$') < 0 && LocalAddress.parse(word.text()) == null) {
            reading.invalid(bind, word, ADDRESS);
        }
        return address;
    }

    private boolean transparent(Value.Scalar word) {
        if (!word.text().equals("transparent")) {
            reading.invalid(bind, word, "\"transparent\"");
        }
        return true;
    }
}
