package io.weir.config;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the words behind the address of a {@code listen} say.
 *
 * @param defaultServer {@code default_server}
 * @param given whether there was any other word: those are about the socket, so that one of its servers gives them
 * @param backlog of the listening socket; 511 as in nginx
 * @param ipv6only whether the IPv6 wildcard is for IPv6 clients alone; without a meaning for other addresses
 * @param receiveBuffer {@code rcvbuf} in bytes; 0: the system's
 * @param sendBuffer {@code sndbuf} in bytes; 0: the system's
 * @param keepalive {@code so_keepalive}; null: the system asks no silent client whether it is still there
 */
public record ListenOptions(
        boolean defaultServer,
        boolean given,
        int backlog,
        boolean ipv6only,
        int receiveBuffer,
        int sendBuffer,
        @Nullable Keepalive keepalive) {

    /**
     * How the system asks silent clients.
     *
     * @param idle seconds of silence before it does; 0: the system's choice
     * @param interval seconds between two questions; 0: the system's choice
     * @param count of questions without an answer that end the connection; 0: the system's choice
     */
    public record Keepalive(int idle, int interval, int count) {}

    private static final int BACKLOG = 511;

    /** None given. */
    public static final ListenOptions DEFAULT = new ListenOptions(false, false, BACKLOG, true, 0, 0, null);

    private static final Set<String> NOT_YET = Set.of("ssl", "http2", "quic", "proxy_protocol");

    /** Options of the socket that need no setting here, or have none in Java. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("bind", "deferred", "reuseport", "multipath");

    /** Options that have an argument. */
    private static final Set<String> WITH_ARGUMENT =
            Set.of("backlog", "ipv6only", "rcvbuf", "sndbuf", "so_keepalive", "fastopen", "setfib", "accept_filter");

    /**
     * @param words of a {@code listen} without the address
     * @throws BadValue in nginx's words
     */
    static ListenOptions of(List<String> words) throws BadValue {
        ListenOptions read = DEFAULT;
        for (String word : words) {
            read = word.equals("default_server") || word.equals("default")
                    ? new ListenOptions(
                            true,
                            read.given,
                            read.backlog,
                            read.ipv6only,
                            read.receiveBuffer,
                            read.sendBuffer,
                            read.keepalive)
                    : read.with(word);
        }
        return read;
    }

    private ListenOptions with(String word) throws BadValue {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (NOT_YET.contains(word)) {
            throw new BadValue("\"" + word + "\" in \"listen\" is not supported");
        }
        if (WITHOUT_EFFECT.contains(word)) {
            return new ListenOptions(defaultServer, true, backlog, ipv6only, receiveBuffer, sendBuffer, keepalive);
        }
        if (equals < 0 || !WITH_ARGUMENT.contains(name)) {
            throw new BadValue("invalid parameter \"" + word + "\" in \"listen\"");
        }
        try {
            return with(name, word.substring(equals + 1));
        } catch (BadValue _) {
            throw new BadValue("invalid " + name + " \"" + word + "\"");
        }
    }

    private ListenOptions with(String name, String argument) throws BadValue {
        int queue = backlog;
        boolean six = ipv6only;
        int received = receiveBuffer;
        int sent = sendBuffer;
        Keepalive asking = keepalive;
        switch (name) {
            case "backlog" -> queue = backlog(argument);
            case "ipv6only" -> six = isOn(argument);
            case "rcvbuf" -> received = fitting(Units.size(argument));
            case "sndbuf" -> sent = fitting(Units.size(argument));
            case "so_keepalive" -> asking = keepalive(argument);
            case "fastopen", "setfib" -> Units.number(argument);
            default -> {} // accept_filter, which is another system's
        }
        return new ListenOptions(defaultServer, true, queue, six, received, sent, asking);
    }

    private static int backlog(String argument) throws BadValue {
        int backlog = argument.equals("-1") ? BACKLOG : fitting(Units.number(argument));
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
