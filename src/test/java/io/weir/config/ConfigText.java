package io.weir.config;

import io.weir.config.ConfigException.Mistake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads configurations that a test has as text, in a directory of its own, with a resolver that knows four names. */
final class ConfigText {

    private static final Map<String, List<String>> NAMES = Map.of(
            "localhost", List.of("127.0.0.1"),
            "one.test", List.of("192.0.2.1"),
            "two.test", List.of("192.0.2.1", "192.0.2.2"),
            "six.test", List.of("2001:db8::1"));

    private final Path directory;

    ConfigText(Path directory) {
        this.directory = directory;
    }

    /** Never asks the network. */
    static InetAddress[] resolve(String host) throws UnknownHostException {
        boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        List<String> addresses = literal ? List.of(host) : NAMES.get(host.toLowerCase(Locale.ROOT));
        if (addresses == null) {
            throw new UnknownHostException(host);
        }
        InetAddress[] resolved = new InetAddress[addresses.size()];
        for (int i = 0; i < resolved.length; i++) {
            resolved[i] = InetAddress.getByName(addresses.get(i));
        }
        return resolved;
    }

    Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    Configuration read(String text) throws IOException, ConfigException {
        return ConfigReader.read(write("weir.toml", text), ConfigText::resolve);
    }

    /** The messages of a text that must have mistakes, without places. */
    List<String> mistakes(String text) throws IOException {
        try {
            read(text);
        } catch (ConfigException e) {
            return e.mistakes().stream().map(Mistake::message).toList();
        }
        throw new AssertionError("no mistakes");
    }

    /** The first location of the only server. */
    LocationConfig location(String text) throws IOException, ConfigException {
        return read(text).servers().getFirst().root().locations().getFirst();
    }
}
