package io.weir.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code resolver} and {@code resolver_timeout}, as {@code ngx_resolver_create} reads them. */
final class ResolverReader {

    private static final String KEY = "resolver";
    private static final int DNS_PORT = 53;

    private final Level level;
    private final Reading reading;

    ResolverReader(Level level) {
        this.level = level;
        this.reading = level.reading();
    }

    /** Null where no resolver is set. */
    @Nullable
    ResolverSettings read() {
        long timeout = level.time("resolver_timeout", 30_000);
        Setting setting = level.find(KEY);
        if (setting == null) {
            return null;
        }
        Words words = new Words();
        for (Value.Scalar word : level.words(setting)) {
            try {
                words.read(word.text());
            } catch (BadValue e) {
                reading.mistake(word.place(), e.getMessage());
            }
        }
        if (!words.ipv4 && !words.ipv6) {
            reading.mistake(setting.value().place(), "\"ipv4\" and \"ipv6\" cannot both be \"off\"");
        }
        if (!words.named) {
            reading.mistake(setting.value().place(), "no name servers defined");
        }
        return new ResolverSettings(
                new ResolverConfig(List.copyOf(words.servers), words.valid, words.ipv4, words.ipv6), timeout);
    }

    private final class Words {
        private final List<InetSocketAddress> servers = new ArrayList<>();
        private boolean named;
        private long valid;
        private boolean ipv4 = true;
        private boolean ipv6 = true;

        void read(String word) throws BadValue {
            if (word.startsWith("valid=")) {
                valid = valid(word);
            } else if (word.startsWith("ipv4=")) {
                ipv4 = flag(word);
            } else if (word.startsWith("ipv6=")) {
                ipv6 = flag(word);
            } else if (!word.startsWith("status_zone=")) {
                named = true;
                server(word);
            }
        }

        private long valid(String word) throws BadValue {
            try {
                return Units.seconds(word.substring("valid=".length()));
            } catch (BadValue _) {
                throw invalid(word);
            }
        }

        private boolean flag(String word) throws BadValue {
            return switch (word.substring("ipv4=".length())) {
                case "on" -> true;
                case "off" -> false;
                default -> throw invalid(word);
            };
        }

        private static BadValue invalid(String word) {
            return new BadValue("invalid parameter: " + word + " in \"" + KEY + "\"");
        }

        /** A name is one server for each of its addresses. */
        private void server(String word) throws BadValue {
            try {
                Endpoint endpoint = Endpoint.address(word, DNS_PORT);
                List<InetAddress> addresses =
                        endpoint.unixPath() != null ? List.of() : reading.addresses(endpoint.host());
                if (addresses.isEmpty()) {
                    throw new BadValue("host not found");
                }
                addresses.forEach(address -> servers.add(new InetSocketAddress(address, endpoint.port())));
            } catch (BadValue e) {
                throw new BadValue(e.getMessage() + " in resolver \"" + word + "\"");
            }
        }
    }
}
