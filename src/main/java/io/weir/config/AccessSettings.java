package io.weir.config;

import io.weir.variable.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use a location, and how much of it. A location that asks nothing of its requests has {@link #NONE}, which is one
 * object, so that one comparison tells.
 *
 * @param realIp whom the client's address is taken from; null: from the connection
 * @param limits how much one client may do
 * @param rules {@code allow} and {@code deny}; the first that fits decides
 * @param basic a password that is asked for; null for none
 * @param request the subrequest that decides; null for none
 * @param satisfyAny whether one of rules, password and subrequest is enough
 * @param authDelay how long a 401 waits, in milliseconds
 * @param mirror who gets a copy of the request
 * @param logSubrequest whether a subrequest that ends here has a line in the access log
 */
public record AccessSettings(
        @Nullable RealIp realIp,
        LimitSettings limits,
        List<Rule> rules,
        @Nullable Basic basic,
        @Nullable Request request,
        boolean satisfyAny,
        long authDelay,
        Mirror mirror,
        boolean logSubrequest) {

    public static final AccessSettings NONE = new AccessSettings(
            null, LimitSettings.NONE, List.of(), null, null, false, 0, new Mirror(List.of(), true), false);

    /** {@code allow} or {@code deny}. */
    public record Rule(boolean allow, AddressRange range) {}

    /**
     * {@code auth_basic} and {@code auth_basic_user_file}.
     *
     * @param realm {@code off} for none
     * @param directory byte string that a relative name of the file is appended to
     */
    public record Basic(Template realm, Template userFile, String directory) {}

    /**
     * {@code auth_request} and {@code auth_request_set}.
     *
     * @param uri as written: byte string without variables
     * @param assignments evaluated in the subrequest when it has ended
     */
    public record Request(String uri, List<RewriteStep.Assign> assignments) {}

    /**
     * {@code mirror} and {@code mirror_request_body}.
     *
     * @param uris byte strings without variables; empty for none
     */
    public record Mirror(List<String> uris, boolean requestBody) {}

    /**
     * The {@code realip} module.
     *
     * @param trusted connections from these may name another client; not empty
     * @param header the field's name in lower case
     * @param listed whether the field is X-Forwarded-For, whose lines are one list
     * @param recursive whether trusted addresses in the list are passed over
     */
    public record RealIp(List<AddressRange> trusted, String header, boolean listed, boolean recursive) {}

    /** Whether nothing happens to a request because of this. */
    boolean isIdle() {
        return realIp == null
                && limits == LimitSettings.NONE
                && rules.isEmpty()
                && basic == null
                && request == null
                && mirror.uris().isEmpty()
                && !logSubrequest;
    }
}
