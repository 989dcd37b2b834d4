package io.weir.exchange;

import io.weir.config.FastcgiSettings;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code $fastcgi_script_name} and {@code $fastcgi_path_info}: the URI taken apart by the location's directives, whatever
 * handler it has.
 */
record FastcgiScript(String name, String pathInfo) {

    static FastcgiScript of(Exchange exchange) {
        FastcgiSettings settings = exchange.location().fastcgi();
        String uri = exchange.target().uri();
        String name = uri;
        String pathInfo = "";
        Pattern split = settings.splitPathInfo();
        if (split != null) {
            Matcher matcher = split.matcher(uri);
            try {
                if (matcher.find()) {
                    name = group(matcher, 1);
                    pathInfo = group(matcher, 2);
                }
            } catch (StackOverflowError tooDeep) {
                // java.util.regex recurses for groups under a quantifier: what it cannot decide has no path info.
                name = uri;
            }
        }
        return new FastcgiScript(name.endsWith("/") ? name + settings.index() : name, pathInfo);
    }

    private static String group(Matcher matcher, int group) {
        String value = matcher.group(group);
        return value == null ? "" : value;
    }
}
