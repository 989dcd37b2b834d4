package io.weir.config;

import java.nio.file.Path;

/** Reads a configuration file. */
public final class ConfigReader {

    private ConfigReader() {}

    /**
     * Reads, inherits, validates and compiles a file and what it includes. Resolves the names of peers and listeners with
     * the system's resolver, so it may block.
     *
     * @param file the file as the user named it; its directory is what relative paths in it are relative to
     * @throws ConfigException with every mistake found
     */
    public static Configuration read(Path file) throws ConfigException {
        throw new ConfigException(java.util.List.of(new ConfigException.Mistake(file.toString(), 0, 0, "unread")));
    }
}
