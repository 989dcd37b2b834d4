package io.weir.config;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * {@code [admin]}.
 *
 * @param listen where the runtime API is served
 * @param token what a client must know to change something; null when none is set
 */
public record AdminConfig(
        InetSocketAddress listen, @Nullable String token) {

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        return listen.getAddress().isLoopbackAddress();
    }

    @Override
    public String toString() {
        return "AdminConfig[listen=" + listen + ", token=" + (token == null ? "none" : "set") + "]";
    }
}
