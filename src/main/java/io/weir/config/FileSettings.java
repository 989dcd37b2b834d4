package io.weir.config;

/**
 * How a location maps URIs to files and serves them.
 */
public record FileSettings() {

    public static final FileSettings NONE = new FileSettings();
}
