package io.weir.config;

import io.weir.config.LocationConfig.Content;
import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.ProxyPass;
import java.util.ArrayList;
import java.util.List;

/** A location with those nested in it; a server's own level is read in the same way. */
final class LocationReader {

    private final Reading reading;
    private final MatchReader matches;
    private final ProxyPassReader proxyPasses;
    private final LogReader logs;

    LocationReader(Reading reading, MatchReader matches, ProxyPassReader proxyPasses, LogReader logs) {
        this.reading = reading;
        this.matches = matches;
        this.proxyPasses = proxyPasses;
        this.logs = logs;
    }

    /** Looks at the values of the top level by themselves. */
    void check(Level top) {
        new ClientReader(top).read();
        new ProxyReader(top).read(null);
        logs.accessLogs(top);
    }

    LocationConfig read(Level level, Match match) {
        ProxyPass pass = proxyPasses.read(level, match);
        Content content = pass == null ? new NoContent() : pass;
        int index = reading.nextLocation();
        return new LocationConfig(
                index,
                match,
                nested(level, match),
                ReturnReader.read(level),
                content,
                new ClientReader(level).read(),
                new ProxyReader(level).read(pass),
                logs.accessLogs(level),
                logs.errorLog(level));
    }

    private List<LocationConfig> nested(Level level, Match outer) {
        List<LocationConfig> locations = new ArrayList<>();
        MatchReader.Siblings siblings = matches.new Siblings();
        for (Block block : level.block().blocks("location")) {
            Level inner = level.inner(block);
            Match match = matches.read(inner, outer);
            if (match != null) {
                Setting path = inner.own("path");
                siblings.add(path == null ? block.place() : path.value().place(), match);
                locations.add(read(inner, match));
            }
        }
        return List.copyOf(locations);
    }
}
