package io.weir.config;

import io.weir.config.LocationConfig.Content;
import io.weir.config.LocationConfig.Match;
import io.weir.config.LocationConfig.NoContent;
import io.weir.config.LocationConfig.Pass;
import io.weir.config.LocationConfig.ProxyPass;
import io.weir.config.LocationConfig.UwsgiPass;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A location with those nested in it; a server's own level is read in the same way. */
final class LocationReader {

    private static final Set<String> METHODS = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "MKCOL",
            "COPY",
            "MOVE",
            "OPTIONS",
            "PROPFIND",
            "PROPPATCH",
            "LOCK",
            "UNLOCK",
            "PATCH");

    private final Reading reading;
    private final MatchReader matches;
    private final ProxyPassReader proxyPasses;
    private final AddressPassReader addressPasses;
    private final LogReader logs;
    private final AccessReader access;

    LocationReader(
            Reading reading,
            MatchReader matches,
            ProxyPassReader proxyPasses,
            AddressPassReader addressPasses,
            LogReader logs,
            AccessReader access) {
        this.reading = reading;
        this.matches = matches;
        this.proxyPasses = proxyPasses;
        this.addressPasses = addressPasses;
        this.logs = logs;
        this.access = access;
    }

    /** Looks at the values of the top level by themselves. */
    void check(Level top) {
        new ClientReader(top).read();
        new ProxyReader(top).read(null);
        new FieldReader(top).read();
        new FileReader(top).read();
        new CgiReader(top).fastcgi();
        new CgiReader(top).uwsgi(null);
        new CgiReader(top).scgi();
        new MemcachedReader(top).read();
        new ResolverReader(top).read();
        logs.accessLogs(top);
        access.read(top);
    }

    LocationConfig read(Level level, Match match) {
        return read(level, match, null);
    }

    /** @param around the content of the location that an unnamed block is in: it holds inside unless set again */
    private LocationConfig read(Level level, Match match, @Nullable Content around) {
        Content content = content(level, match, around);
        CgiReader cgi = new CgiReader(level);
        // The numbers of enclosing locations are smaller than those of what is in them.
        int index = reading.nextLocation();
        return new LocationConfig(
                index,
                match,
                nested(level, match),
                level.own("internal") != null && level.flag("internal", false),
                new RewriteReader(
                                level,
                                (inner, condition) -> read(inner, new Match.Unnamed("if (" + condition + ")"), content))
                        .read(),
                level.flag("rewrite_log", false),
                limitExcept(level, content),
                content,
                new ErrorPageReader(level).read(),
                new FieldReader(level).read(),
                access.read(level),
                new FileReader(level).read(),
                new ClientReader(level).read(),
                new ProxyReader(level).read(content instanceof ProxyPass pass ? pass : null),
                cgi.fastcgi(),
                cgi.uwsgi(content instanceof UwsgiPass pass ? pass : null),
                cgi.scgi(),
                new MemcachedReader(level).read(),
                new ResolverReader(level).read(),
                logs.accessLogs(level),
                logs.errorLog(level));
    }

    /** Of several passes the one that stands last in the file: each sets the location's handler. */
    private Content content(Level level, Match match, @Nullable Content around) {
        Content last = around == null ? new NoContent() : around;
        Place place = null;
        for (HandlerModule module : HandlerModule.values()) {
            Pass pass =
                    module == HandlerModule.PROXY ? proxyPasses.read(level, match) : addressPasses.read(level, module);
            Setting setting = level.own(module.key("pass"));
            if (pass != null && setting != null && (place == null || place.compareTo(setting.place()) < 0)) {
                last = pass;
                place = setting.place();
            }
        }
        return last;
    }

    private @Nullable LimitExcept limitExcept(Level level, Content content) {
        for (Block block : level.block().blocks("limit_except")) {
            Level inner = level.inner(block);
            Set<String> methods = new LinkedHashSet<>();
            for (Value.Scalar word : inner.words("methods")) {
                String method = word.text().toUpperCase(Locale.ROOT);
                if (!METHODS.contains(method)) {
                    reading.mistake(word.place(), "invalid method \"" + word.text() + "\"");
                }
                methods.add(method);
                if (method.equals("GET")) {
                    methods.add("HEAD");
                }
            }
            if (methods.isEmpty()) {
                reading.mistake(block.place(), "\"limit_except\" has no \"methods\"");
            }
            return new LimitExcept(Set.copyOf(methods), read(inner, new Match.Unnamed("limit_except"), content));
        }
        return null;
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
