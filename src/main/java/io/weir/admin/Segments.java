package io.weir.admin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.URIUtil;

/** A path taken apart before it is decoded: names of groups and addresses of Unix sockets hold slashes. */
final class Segments {

    private Segments() {}

    /** A slash at the end means nothing. */
    static List<String> split(String path) throws Refusal {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                try {
                    // Not Jetty's decoding, which leaves %2F as it is; and to Java's, one of forms, a plus is a blank.
                    segments.add(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException malformed) {
                    throw new Refusal(400, "the path is malformed");
                }
            }
        }
        return segments;
    }

    static String join(List<String> segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            path.append('/').append(URIUtil.encodePath(segment).replace("/", "%2F"));
        }
        return path.toString();
    }
}
