package io.weir.benchmark;

import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import io.weir.config.Configuration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for benchmarks, read as users' files are. */
public final class Configured {

    private Configured() {}

    public static Configuration read(String toml) {
        try {
            Path file = Files.createTempFile("benchmark", ".toml");
            try {
                Files.writeString(file, toml);
                return ConfigReader.read(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
