package io.weir.config;

import io.weir.config.ServerConfig.ServerName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code server_name}. */
final class ServerNameReader {

    private final Reading reading;

    ServerNameReader(Reading reading) {
        this.reading = reading;
    }

    /** Never empty: without names a server has the empty one. */
    List<ServerName> read(Level server) {
        List<ServerName> names = new ArrayList<>();
        for (Value.Scalar value : server.words("server_name")) {
            try {
                ServerName name = read(value.place(), value.text());
                if (name != null) {
                    names.add(name);
                }
            } catch (BadValue e) {
                reading.mistake(value.place(), e.getMessage());
            }
        }
        return names.isEmpty() ? List.of(new ServerName.Exact("", "")) : List.copyOf(names);
    }

    private @Nullable ServerName read(Place place, String text) throws BadValue {
        if (text.startsWith("~")) {
            if (text.length() == 1) {
                throw new BadValue("empty regex in server name \"" + text + "\"");
            }
            // nginx ignores case only if the expression has capital letters. The host is in lower case: it is the same.
            Pattern pattern = reading.pattern(place, text.substring(1), true);
            return pattern == null ? null : new ServerName.Regex(text, pattern);
        }
        if ((text.startsWith("*") && (text.length() < 3 || text.charAt(1) != '.')) || text.equals(".")) {
            throw new BadValue("server name \"" + text + "\" is invalid");
        }
        String written = text.equalsIgnoreCase("$hostname") ? hostname() : text;
        String name = ByteStrings.lowerCase(ByteStrings.of(written));
        long stars = name.chars().filter(c -> c == '*').count();
        boolean before = name.startsWith("*.");
        boolean after = name.length() > 2 && name.endsWith(".*");
        // ngx_hash_add_key: one star, and that one before the first or after the last dot.
        if (stars > 1 || name.contains("..") || name.indexOf('\0') >= 0 || (stars == 1 && !before && !after)) {
            throw new BadValue("invalid server name or wildcard \"" + text + "\"");
        }
        if (before) {
            return new ServerName.Suffix(text, name.substring(1), false);
        }
        if (after) {
            return new ServerName.Prefix(text, name.substring(0, name.length() - 1));
        }
        return name.startsWith(".") ? new ServerName.Suffix(text, name, true) : new ServerName.Exact(text, name);
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }
}
