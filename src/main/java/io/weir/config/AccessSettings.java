package io.weir.config;

/**
 * Who may use a location, and how much of it.
 */
public record AccessSettings() {

    public static final AccessSettings NONE = new AccessSettings();
}
