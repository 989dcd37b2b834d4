package io.weir.http;

import org.jspecify.annotations.Nullable;

/**
 * The browsers that nginx treats differently, by {@code User-Agent} ({@code ngx_http_process_user_agent}). Parsed only where
 * the configuration and the response make it matter.
 *
 * @param msie Internet Explorer before version 11
 * @param msie6 its versions 4 to 6, without the second service pack of Windows XP
 * @param chrome Chrome, and what takes its name
 * @param safari Safari on a Mac
 */
public record UserAgent(boolean msie, boolean msie6, boolean chrome, boolean safari) {

    private static final UserAgent OTHER = new UserAgent(false, false, false, false);

    public static UserAgent of(@Nullable String value) {
        if (value == null || value.contains("Opera")) {
            return OTHER;
        }
        int msie = value.indexOf("MSIE ");
        if (msie >= 0 && msie + 7 < value.length()) {
            return new UserAgent(true, isOld(value, msie), false, false);
        }
        if (value.contains("Gecko/")) {
            return OTHER;
        }
        boolean chrome = value.contains("Chrome/");
        return new UserAgent(false, false, chrome, !chrome && value.contains("Safari/") && value.contains("Mac OS X"));
    }

    private static boolean isOld(String value, int msie) {
        if (value.charAt(msie + 6) != '.') {
            return false;
        }
        return switch (value.charAt(msie + 5)) {
            case '4', '5' -> true;
            case '6' -> value.indexOf("SV1", msie + 8) < 0;
            default -> false;
        };
    }
}
