package io.weir.config;

import io.weir.config.ListenOptions.Keepalive;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the words behind the address of one {@code listen}. */
final class ListenOptionsReader {

    private static final Set<String> NOT_YET = Set.of("ssl", "http2", "quic", "proxy_protocol");

    /** Options of the socket that need no setting here, or have none in Java. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("bind", "deferred", "reuseport", "multipath");

    private boolean defaultServer;
    private boolean given;
    private int backlog = ListenOptions.DEFAULT.backlog();
    private boolean ipv6only = ListenOptions.DEFAULT.ipv6only();
    private int receiveBuffer;
    private int sendBuffer;
    private @Nullable Keepalive keepalive;

    private ListenOptionsReader() {}

    /** @throws BadValue in nginx's words */
    static ListenOptions read(List<String> words) throws BadValue {
        ListenOptionsReader reader = new ListenOptionsReader();
        for (String word : words) {
            reader.readWord(word);
        }
        return reader.options();
    }

    private ListenOptions options() {
        return new ListenOptions(defaultServer, given, backlog, ipv6only, receiveBuffer, sendBuffer, keepalive);
    }

    private void readWord(String word) throws BadValue {
        if (NOT_YET.contains(word)) {
            throw new BadValue("\"" + word + "\" in \"listen\" is not supported");
        }
        if (word.equals("default_server") || word.equals("default")) {
            defaultServer = true;
            return;
        }
        given = true;
        if (WITHOUT_EFFECT.contains(word)) {
            return;
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? "" : word.substring(0, equals);
        boolean known;
        try {
            known = readArgument(name, word.substring(equals + 1));
        } catch (BadValue _) {
            throw new BadValue("invalid " + name + " \"" + word + "\"");
        }
        if (!known) {
            throw new BadValue("invalid parameter \"" + word + "\" in \"listen\"");
        }
    }

    /** @return false when there is no such option */
    private boolean readArgument(String name, String argument) throws BadValue {
        switch (name) {
            case "backlog" -> backlog = backlog(argument);
            case "ipv6only" -> ipv6only = isOn(argument);
            case "rcvbuf" -> receiveBuffer = fitting(Units.size(argument));
            case "sndbuf" -> sendBuffer = fitting(Units.size(argument));
            case "so_keepalive" -> keepalive = keepalive(argument);
            case "fastopen", "setfib" -> Units.number(argument);
            case "accept_filter" -> {} // of another system
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int backlog(String argument) throws BadValue {
        int backlog = argument.equals("-1") ? ListenOptions.DEFAULT.backlog() : fitting(Units.number(argument));
        if (backlog == 0) {
            throw new BadValue("no backlog");
        }
        return backlog;
    }

    private static int fitting(long number) throws BadValue {
        if (number > Integer.MAX_VALUE) {
            throw new BadValue("too large");
        }
        return (int) number;
    }

    private static boolean isOn(String argument) throws BadValue {
        return switch (argument) {
            case "on" -> true;
            case "off" -> false;
            default -> throw new BadValue("neither on nor off");
        };
    }

    /** on, off, or IDLE:INTERVAL:COUNT with one of them at least. */
    private static @Nullable Keepalive keepalive(String argument) throws BadValue {
        if (argument.equals("on") || argument.equals("off")) {
            return isOn(argument) ? new Keepalive(0, 0, 0) : null;
        }
        String[] parts = argument.split(":", 3);
        int[] values = new int[3];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                values[i] = fitting(i == 2 ? Units.number(parts[i]) : Units.seconds(parts[i]));
            }
        }
        if ((values[0] | values[1] | values[2]) == 0) {
            throw new BadValue("nothing given");
        }
        return new Keepalive(values[0], values[1], values[2]);
    }
}
