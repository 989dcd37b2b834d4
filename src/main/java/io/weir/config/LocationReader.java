package io.weir.config;

import io.weir.config.LocationConfig.Content;
import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.Pass;
import io.weir.config.LocationConfig.ProxyPass;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A location with those nested in it; a server's own level is read in the same way. */
final class LocationReader {

    private final Reading reading;
    private final MatchReader matches;
    private final ProxyPassReader proxyPasses;
    private final AddressPassReader addressPasses;
    private final LogReader logs;

    LocationReader(
            Reading reading,
            MatchReader matches,
            ProxyPassReader proxyPasses,
            AddressPassReader addressPasses,
            LogReader logs) {
        this.reading = reading;
        this.matches = matches;
        this.proxyPasses = proxyPasses;
        this.addressPasses = addressPasses;
        this.logs = logs;
    }

    /** Looks at the values of the top level by themselves. */
    void check(Level top) {
        new ClientReader(top).read();
        new ProxyReader(top).read(null);
        new CgiReader(top).fastcgi();
        new CgiReader(top).uwsgi();
        new CgiReader(top).scgi();
        new MemcachedReader(top).read();
        logs.accessLogs(top);
    }

    LocationConfig read(Level level, Match match) {
        ProxyPass pass = proxyPasses.read(level, match);
        CgiReader cgi = new CgiReader(level);
        int index = reading.nextLocation();
        return new LocationConfig(
                index,
                match,
                nested(level, match),
                ReturnReader.read(level),
                content(level, pass),
                new ClientReader(level).read(),
                new ProxyReader(level).read(pass),
                cgi.fastcgi(),
                cgi.uwsgi(),
                cgi.scgi(),
                new MemcachedReader(level).read(),
                logs.accessLogs(level),
                logs.errorLog(level));
    }

    /** The one that stands last in the file: each sets the location's handler. */
    private Content content(Level level, @Nullable ProxyPass proxyPass) {
        Content last = new NoContent();
        Place place = null;
        for (HandlerModule module : HandlerModule.values()) {
            Pass pass = module == HandlerModule.PROXY ? proxyPass : addressPasses.read(level, module);
            Setting setting = level.own(module.key("pass"));
            if (pass != null && setting != null && (place == null || place.compareTo(setting.place()) < 0)) {
                last = pass;
                place = setting.place();
            }
        }
        return last;
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
