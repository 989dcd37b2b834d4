package io.weir.variable;

/** One variable, already looked up by name: what is left at run time is a switch, not a map. */
public sealed interface Variable {

    /** A variable with a fixed name, such as {@code $host}. */
    record Core(CoreVariable id) implements Variable {}

    /**
     * A variable whose name has a prefix that says where to look, such as {@code $http_user_agent}.
     *
     * @param name what follows the prefix, in lower case as written, underscores kept: {@code user_agent}
     * @param field for header-like kinds the field name that it stands for, underscores turned into dashes:
     *     {@code user-agent}; for arguments and cookies the same as {@code name}
     */
    record Named(Kind kind, String name, String field) implements Variable {}

    /** {@code $1} … {@code $9}: a group of the last regular expression that matched. */
    record Capture(int group) implements Variable {}

    /**
     * A named group of a regular expression, {@code (?<name>…)}.
     *
     * @param name the group's name in the {@link java.util.regex.Pattern}: {@link #groupName} of the variable's
     */
    record NamedCapture(String name) implements Variable {

        public NamedCapture {
            name = groupName(name);
        }

        /** Java allows no underscores in the names of groups, PCRE does: {@code user_id} is the group {@code userZuid}. */
        public static String groupName(String variable) {
            return variable.replace("_", "Zu");
        }
    }

    /** A variable that the configuration makes, by {@code set}, {@code map} and the like. */
    record Made(Custom custom) implements Variable {}

    /** What the prefix of a {@link Named} variable says. */
    enum Kind {
        /** {@code $http_NAME}: a request header. */
        REQUEST_HEADER("http_"),
        /** {@code $sent_http_NAME}: a response header as sent. */
        SENT_HEADER("sent_http_"),
        /** {@code $sent_trailer_NAME}: a trailer of the response as sent. */
        SENT_TRAILER("sent_trailer_"),
        /** {@code $upstream_http_NAME}: a header of the last attempt's response. */
        UPSTREAM_HEADER("upstream_http_"),
        /** {@code $upstream_cookie_NAME}: a cookie that the last attempt's response sets. */
        UPSTREAM_COOKIE("upstream_cookie_"),
        /** {@code $upstream_trailer_NAME}: a trailer of the last attempt's response. */
        UPSTREAM_TRAILER("upstream_trailer_"),
        /** {@code $cookie_NAME}: a cookie of the request. */
        COOKIE("cookie_"),
        /** {@code $arg_NAME}: an argument of the request. */
        ARGUMENT("arg_");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        public String prefix() {
            return prefix;
        }
    }
}
