package io.weir.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole configuration file, read, inherited and checked. A request keeps the one it began with.
 *
 * @param file the file it was read from, absolute
 * @param locations how many locations there are, the server levels among them
 * @param servers the {@code [[server]]} tables in order
 * @param upstreams explicit groups and the implicit ones made for literal {@code proxy_pass} hosts; key: lower-case
 *     name (for implicit groups {@code host:port} or {@code unix:/path}), in order of appearance
 * @param errorLog where the top level's {@code error_log} goes
 * @param shutdownTimeout how long a graceful stop waits for requests in flight
 * @param admin the admin listener; null when there is none
 */
public record Configuration(
        Path file,
        int locations,
        List<ServerConfig> servers,
        Map<String, UpstreamConfig> upstreams,
        ErrorLogConfig errorLog,
        Duration shutdownTimeout,
        @Nullable AdminConfig admin) {

    /** Without {@code [admin]}. */
    public Configuration(
            Path file,
            int locations,
            List<ServerConfig> servers,
            Map<String, UpstreamConfig> upstreams,
            ErrorLogConfig errorLog,
            Duration shutdownTimeout) {
        this(file, locations, servers, upstreams, errorLog, shutdownTimeout, null);
    }
}
