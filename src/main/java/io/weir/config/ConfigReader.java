package io.weir.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads a configuration file. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads, inherits, validates and compiles a file and what it includes. Resolves the names of peers and listeners
     * with the system's resolver, so it may block.
     *
     * @param file the file as the user named it; its directory is what relative paths in it are relative to
     * @throws ConfigException with every mistake found
     */
    public static Configuration read(Path file) throws ConfigException {
        return read(file, InetAddress::getAllByName);
    }

    static Configuration read(Path file, NameResolver resolver) throws ConfigException {
        Mistakes mistakes = new Mistakes();
        TomlFile source = Sources.read(file, mistakes);
        Place start = new Place(0, file.toString(), 1, 1);
        Block block = new BlockReader(mistakes).read(Context.HTTP, start, source.settings());
        if (!source.readable()) {
            // Rules between values wait until all values can be read.
            mistakes.throwIfAny();
        }
        Path absolute = file.toAbsolutePath().normalize();
        Path directory = absolute.getParent() == null ? absolute : absolute.getParent();
        Reading reading = new Reading(mistakes, directory, resolver, Declarations.of(source.settings()));
        Configuration configuration = bind(absolute, new Level(block, null, reading));
        mistakes.throwIfAny();
        return configuration;
    }

    private static Configuration bind(Path file, Level top) {
        Reading reading = top.reading();
        Upstreams upstreams = new Upstreams(reading);
        UpstreamReader upstreamReader = new UpstreamReader(top, upstreams);
        top.block().blocks("upstream").forEach(upstreamReader::read);

        MapReader maps = new MapReader(reading);
        top.block().blocks("map").forEach(map -> maps.read(top.inner(map)));

        ClientTableReader clients = new ClientTableReader(reading);
        top.block().blocks("geo").forEach(geo -> clients.geo(top.inner(geo)));
        top.block().blocks("split_clients").forEach(split -> clients.splitClients(top.inner(split)));

        LogReader logs = new LogReader(reading, new LogFormats(top));
        LocationReader locations = new LocationReader(
                reading,
                new MatchReader(reading),
                new ProxyPassReader(reading, upstreams),
                new AddressPassReader(reading, upstreams),
                logs,
                new AccessReader(new LimitReader(top)));
        ServerReader serverReader = new ServerReader(
                new ListenReader(reading, new Listens(reading)), new ServerNameReader(reading), locations);
        // What every server sets anew is not looked at through them, but wrong all the same.
        locations.check(top);
        List<ServerConfig> servers = new ArrayList<>();
        for (Block server : top.block().blocks("server")) {
            servers.add(serverReader.read(top.inner(server)));
        }
        return new Configuration(
                file,
                reading.locations(),
                List.copyOf(servers),
                upstreams.inOrder(),
                logs.errorLog(top),
                Duration.ofMillis(top.time("shutdown_timeout", 30_000)),
                new AdminReader(reading).read(top));
    }
}
