package io.weir.route;

import io.weir.config.ServerConfig;
import io.weir.config.ServerConfig.ServerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The servers of one listening address, ready to be chosen among by host name. Immutable.
 *
 * <p>When two servers have the same name, the first keeps it (nginx warns: "conflicting server name … ignored").
 */
public final class ServerSelection {

    private final ServerMatch defaultServer;
    private final Map<String, ServerMatch> exact = new HashMap<>();
    /** Key: the suffix with its leading dot. */
    private final Map<String, ServerMatch> suffixes = new HashMap<>();
    /** Key: the prefix with its trailing dot. */
    private final Map<String, ServerMatch> prefixes = new HashMap<>();

    private final List<RegexName> regexes = new ArrayList<>();

    private record RegexName(Pattern pattern, ServerConfig server) {}

    /**
     * @param servers those that listen on the address, in order of appearance; not empty
     * @param defaultServer one of them
     */
    ServerSelection(List<ServerConfig> servers, ServerConfig defaultServer) {
        this.defaultServer = new ServerMatch(defaultServer, null);
        for (ServerConfig server : servers) {
            ServerMatch match = new ServerMatch(server, null);
            for (ServerName name : server.names()) {
                add(name, match);
            }
        }
    }

    private void add(ServerName name, ServerMatch match) {
        switch (name) {
            case ServerName.Exact(var _, String host) -> exact.putIfAbsent(host, match);
            case ServerName.Suffix(var _, String suffix, boolean orSelf) -> {
                // nginx drops ".x" as a whole when "x" is taken.
                if (!orSelf || exact.putIfAbsent(suffix.substring(1), match) == null) {
                    suffixes.putIfAbsent(suffix, match);
                }
            }
            case ServerName.Prefix(var _, String prefix) -> prefixes.putIfAbsent(prefix, match);
            case ServerName.Regex(var _, Pattern pattern) -> regexes.add(new RegexName(pattern, match.server()));
        }
    }

    /** {@code default_server}, or the first of the address. Its settings hold until the host is known. */
    public ServerConfig defaultServer() {
        return defaultServer.server();
    }

    /**
     * The server of a host: exact name, longest {@code *.suffix}, longest {@code prefix.*}, first expression in order
     * of appearance, else the default server.
     *
     * @param host a valid one, in lower case ({@link HostHeader#name}), or empty when the request has none
     */
    public ServerMatch select(String host) throws RegexLimitException {
        ServerMatch match = exact.get(host);
        if (match != null) {
            return match;
        }
        if (!suffixes.isEmpty()) {
            for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
                match = suffixes.get(host.substring(dot));
                if (match != null) {
                    return match;
                }
            }
        }
        if (!prefixes.isEmpty()) {
            for (int dot = host.lastIndexOf('.'); dot >= 0; dot = host.lastIndexOf('.', dot - 1)) {
                match = prefixes.get(host.substring(0, dot + 1));
                if (match != null) {
                    return match;
                }
            }
        }
        // nginx does not ask the expressions about an empty host.
        if (!host.isEmpty()) {
            for (RegexName regex : regexes) {
                MatchResult result = RegexSearch.find(regex.pattern, host);
                if (result != null) {
                    return new ServerMatch(regex.server, new Captures(result, null));
                }
            }
        }
        return defaultServer;
    }
}
