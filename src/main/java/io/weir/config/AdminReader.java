package io.weir.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code [admin]}. */
final class AdminReader {

    private static final int PORT = 9347;
    private static final String ADDRESS = "an address such as \"127.0.0.1:9347\" or \"[::1]:9347\"";

    /** What a client can send as it is in {@code Authorization: Bearer} (RFC 6750, 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private final Reading reading;

    AdminReader(Reading reading) {
        this.reading = reading;
    }

    /** @return null when it is absent or wrong */
    @Nullable
    AdminConfig read(Level top) {
        List<Block> blocks = top.block().blocks("admin");
        if (blocks.isEmpty()) {
            return null;
        }
        Block block = blocks.getFirst();
        if (blocks.size() > 1) {
            Place again = blocks.get(1).place();
            reading.mistake(
                    again,
                    "\"admin\" is duplicate, it is set in " + block.place().seenFrom(again) + " already");
        }
        Level level = new Level(block, null, reading);
        String token = token(level);
        InetSocketAddress listen = listen(level);
        return listen == null ? null : new AdminConfig(listen, token);
    }

    private @Nullable String token(Level level) {
        Setting setting = level.own("token");
        String token = setting == null ? null : level.text(setting);
        if (setting != null && token != null && !TOKEN.matcher(token).matches()) {
            // Without its value: mistakes end up in logs.
            reading.mistake(
                    setting.value().place(),
                    "invalid value in \"token\": it must be letters, digits and \"-._~+/\", \"=\" at its end");
        }
        return token;
    }

    private @Nullable InetSocketAddress listen(Level level) {
        Setting setting = level.own("listen");
        if (setting == null) {
            reading.mistake(level.block().place(), "[admin] needs a \"listen\"");
            return null;
        }
        String text = level.text(setting);
        if (text == null) {
            return null;
        }
        try {
            int hostEnd = Endpoint.hostEnd(text);
            String host = text.substring(0, hostEnd);
            // Port 0 lets the system choose one.
            int port = hostEnd == text.length() ? PORT : Endpoint.port(text.substring(hostEnd + 1), 0);
            List<InetAddress> found = reading.addresses(host.equals("*") ? "0.0.0.0" : host);
            // A number alone, a port to nginx, would open the listener to everybody: that must be written out.
            if (!found.isEmpty() && !host.chars().allMatch(Character::isDigit)) {
                return new InetSocketAddress(found.getFirst(), port);
            }
        } catch (BadValue _) {
            // reported below
        }
        reading.invalid("listen", setting.value(), ADDRESS);
        return null;
    }
}
