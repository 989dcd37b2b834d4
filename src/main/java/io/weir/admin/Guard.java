package io.weir.admin;

import io.weir.config.AdminConfig;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. A listener on the loopback interface trusts whoever is on the machine; a browser there runs what the whole
 * world has written, so that names (DNS rebinding) and origins are checked.
 */
final class Guard {

    private static final String BEARER = "Bearer ";

    private final boolean loopback;
    private final byte @Nullable [] token;

    Guard(AdminConfig config) {
        this.loopback = config.isLoopback();
        this.token = config.token() == null ? null : config.token().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** For every request. */
    void check(Request request) throws Refusal {
        String host = Request.getServerName(request);
        if (loopback && !isLocal(host)) {
            throw new Refusal(403, "the host must be an address or localhost, not a name that may lead anywhere");
        }
    }

    /** For requests that change something. */
    void checkWrite(Request request) throws Refusal {
        HttpFields fields = request.getHeaders();
        String origin = fields.get(HttpHeader.ORIGIN);
        boolean foreign =
                origin != null && !origin.substring(origin.indexOf("//") + 2).equals(fields.get(HttpHeader.HOST));
        if (foreign || "cross-site".equals(fields.get("Sec-Fetch-Site"))) {
            throw new Refusal(403, "requests of other sites' pages are refused");
        }
        if (token == null && !loopback) {
            throw new Refusal(403, "changes from other machines need a \"token\" in [admin]");
        }
        if (token != null && !knows(fields.get(HttpHeader.AUTHORIZATION), token)) {
            throw new Refusal(
                    401, "changes need the field Authorization: Bearer TOKEN", Map.of("WWW-Authenticate", "Bearer"));
        }
    }

    private static boolean knows(@Nullable String authorization, byte[] token) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        byte[] said = authorization.substring(BEARER.length()).strip().getBytes(StandardCharsets.ISO_8859_1);
        return MessageDigest.isEqual(said, token); // takes the same time for every wrong token
    }

    private static boolean isLocal(@Nullable String host) {
        if (host == null || host.equalsIgnoreCase("localhost")) {
            return true;
        }
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
