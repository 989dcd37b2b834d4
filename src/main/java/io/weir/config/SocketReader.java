package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code proxy_bind} and {@code proxy_socket_…}. */
final class SocketReader {

    private static final String BIND = "proxy_bind";
    private static final String ADDRESS = "an address with or without a port, such as \"192.0.2.1\", or \"off\"";

    private final Level level;
    private final Reading reading;

    SocketReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    SocketSettings read() {
        Setting setting = level.find(BIND);
        List<Value.Scalar> words = setting == null ? List.of() : level.words(setting);
        boolean off = words.size() == 1 && words.getFirst().text().equals("off");
        if (setting != null && (words.isEmpty() || words.size() > 2)) {
            reading.invalid(BIND, setting.value(), ADDRESS + ", and perhaps \"transparent\"");
            words = List.of();
        }
        return new SocketSettings(
                level.flag("proxy_socket_keepalive", false),
                off || words.isEmpty() ? null : address(words.getFirst()),
                words.size() == 2 && transparent(words.getLast()),
                bufferSize("proxy_socket_rcvbuf"),
                bufferSize("proxy_socket_sndbuf"));
    }

    private int bufferSize(String key) {
        return (int) Math.min(Integer.MAX_VALUE, level.size(key, 0));
    }

    private @Nullable Template address(Value.Scalar word) {
        Template address = reading.template(word.place(), word.text());
        if (word.text().indexOf('$') < 0 && LocalAddress.parse(word.text()) == null) {
            reading.invalid(BIND, word, ADDRESS);
        }
        return address;
    }

    private boolean transparent(Value.Scalar word) {
        if (!word.text().equals("transparent")) {
            reading.invalid(BIND, word, "\"transparent\"");
        }
        return true;
    }
}
