package io.weir.config;

import java.net.SocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One {@code [[server]]}.
 *
 * @param listens where it listens; never empty (nginx: {@code *:80}, or {@code *:8000} without privileges)
 * @param names its {@code server_name}s in order; never empty (default: one exact, empty name)
 * @param root the server level itself, as the location that holds when no other matches; its nested locations are the
 *     server's locations in order of appearance
 */
public record ServerConfig(List<Listen> listens, List<ServerName> names, LocationConfig root) {

    /**
     * {@code $server_name} as a byte string: the first name in lower case, without the dot that {@code .x} begins with.
     */
    public String firstName() {
        return switch (names.getFirst()) {
            case ServerName.Exact(var _, String name) -> name;
            case ServerName.Suffix(var _, String suffix, boolean orSelf) -> orSelf ? suffix.substring(1) : "*" + suffix;
            case ServerName.Prefix(var _, String prefix) -> prefix + "*";
            case ServerName.Regex(String text, var _) -> ByteStrings.of(text);
        };
    }

    /**
     * One address that a server listens on.
     *
     * @param text as written, for messages
     * @param address resolved; a wildcard for {@code *:port} and a bare port
     * @param options the words behind it
     */
    public record Listen(String text, SocketAddress address, ListenOptions options) {}

    /**
     * One {@code server_name}, in the forms that nginx knows.
     */
    public sealed interface ServerName {
        /** As written in the configuration. */
        String text();

        /** {@code www.example.org}, or the empty name. {@code name} is in lower case. */
        record Exact(String text, String name) implements ServerName {}

        /**
         * {@code *.example.org}, and with {@code orSelf} the {@code .example.org} form. {@code suffix} is
         * ".example.org".
         */
        record Suffix(String text, String suffix, boolean orSelf) implements ServerName {}

        /** {@code mail.*}. {@code prefix} is "mail.". */
        record Prefix(String text, String prefix) implements ServerName {}

        /** {@code ~regex}; searched in the lower-case host. */
        record Regex(String text, Pattern pattern) implements ServerName {}
    }
}
