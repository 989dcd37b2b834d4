package io.weir.config;

import io.weir.config.LocationConfig.Match;
import io.weir.config.ServerConfig.Listen;
import io.weir.config.ServerConfig.ServerName;
import java.util.List;

/** A {@code [[server]]}. */
final class ServerReader {

    private static final List<ServerName> NAMELESS = List.of(new ServerName.Exact("", ""));

    private final ListenReader listens;
    private final ServerNameReader names;
    private final LocationReader locations;

    ServerReader(ListenReader listens, ServerNameReader names, LocationReader locations) {
        this.listens = listens;
        this.names = names;
        this.locations = locations;
    }

    ServerConfig read(Level level) {
        List<ServerName> serverNames = names.read(level);
        List<Listen> addresses = listens.read(level, !serverNames.equals(NAMELESS));
        LocationConfig root = locations.read(level, new Match.Prefix("", "", false));
        return new ServerConfig(List.copyOf(addresses), serverNames, root);
    }
}
