package io.weir.route;

import io.weir.config.ServerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The server of a request.
 *
 * @param captures of the {@code server_name} expression that chose it; null when none did
 */
public record ServerMatch(ServerConfig server, @Nullable Captures captures) {}
