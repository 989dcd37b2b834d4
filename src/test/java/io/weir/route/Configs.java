package io.weir.route;

import io.weir.config.Configuration;
import io.weir.config.ErrorLogConfig;
import io.weir.config.ListenOptions;
import io.weir.config.LocationConfig;
import io.weir.config.LocationConfig.Content;
import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.ServerConfig;
import io.weir.config.ServerConfig.Listen;
import io.weir.config.ServerConfig.ServerName;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Configuration records with only the fields that routing reads. */
final class Configs {

    private Configs() {}

    /** A location in nginx's notation. */
    static LocationConfig location(String path, LocationConfig... nested) {
        return location(path, new NoContent(), nested);
    }

    static LocationConfig proxied(String path, LocationConfig... nested) {
        return location(path, new ProxyPass("http://upstream", null, null, null), nested);
    }

    private static LocationConfig location(String path, Content content, LocationConfig... nested) {
        return new LocationConfig(
                0,
                match(path),
                List.of(nested),
                false,
                List.of(),
                false,
                null,
                content,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null);
    }

    private static Match match(String text) {
        String[] words = text.split(" ", 2);
        return switch (words[0]) {
            case "=" -> new Match.Exact(text, words[1]);
            case "^~" -> new Match.Prefix(text, words[1], true);
            case "~" -> new Match.Regex(text, Pattern.compile(words[1]));
            case "~*" -> new Match.Regex(text, Pattern.compile(words[1], Pattern.CASE_INSENSITIVE));
            default ->
                text.startsWith("@") ? new Match.Named(text, text.substring(1)) : new Match.Prefix(text, text, false);
        };
    }

    static LocationConfig root(LocationConfig... locations) {
        return location("", locations);
    }

    static ServerConfig server(LocationConfig... locations) {
        return new ServerConfig(List.of(), List.of(name("")), root(locations));
    }

    static ServerConfig named(String... names) {
        return new ServerConfig(
                List.of(), Arrays.stream(names).map(Configs::name).toList(), root());
    }

    static ServerConfig listening(String name, Listen... listens) {
        return new ServerConfig(List.of(listens), List.of(name(name)), root());
    }

    static Listen listen(SocketAddress address, boolean defaultServer) {
        return new Listen(address.toString(), address, new ListenOptions(defaultServer, false, 511, true, 0, 0, null));
    }

    private static ServerName name(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (text.startsWith("~")) {
            return new ServerName.Regex(text, Pattern.compile(text.substring(1), Pattern.CASE_INSENSITIVE));
        }
        if (text.startsWith("*.")) {
            return new ServerName.Suffix(text, lower.substring(1), false);
        }
        if (text.startsWith(".")) {
            return new ServerName.Suffix(text, lower, true);
        }
        return text.endsWith(".*")
                ? new ServerName.Prefix(text, lower.substring(0, text.length() - 1))
                : new ServerName.Exact(text, lower);
    }

    static Configuration configuration(ServerConfig... servers) {
        ErrorLogConfig errors = new ErrorLogConfig(null, ErrorLogConfig.Level.ERROR);
        return new Configuration(Path.of("test.toml"), 0, List.of(servers), Map.of(), errors, Duration.ofSeconds(30));
    }
}
