package io.weir.tls;

import java.net.Inet4Address;

/** The name that a server is addressed by, in the server name extension and in the check of its certificate. */
public final class ServerNames {

    private ServerNames() {}

    /** {@code www.example.com} of {@code www.example.com:443}; an IPv6 address keeps its brackets. */
    public static String withoutPort(String name) {
        int host = name.startsWith("[") ? Math.max(name.indexOf(']'), 0) : 0;
        int colon = name.indexOf(':', host);
        return colon < 0 ? name : name.substring(0, colon);
    }

    /** RFC 6066 section 3 has no addresses in the extension. */
    public static boolean mayBeSent(String name) {
        return !name.isEmpty() && name.charAt(0) != '[' && !isIpv4(name);
    }

    private static boolean isIpv4(String name) {
        char last = name.charAt(name.length() - 1);
        if (last < '0' || last > '9') {
            return false;
        }
        try {
            Inet4Address.ofLiteral(name);
            return true;
        } catch (IllegalArgumentException aName) {
            return false;
        }
    }
}
