package io.weir.http;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * The fields that {@code Connection} names, which end at this hop (RFC 9110 section 7.6.1). nginx relays them; Weir does not,
 * since the next hop would take for the sender's what was meant for the proxy.
 */
public final class HopByHop {

    private HopByHop() {}

    /**
     * @return lower-case names besides {@code close} and {@code keep-alive}; mostly empty
     */
    public static List<String> named(HttpFields fields) {
        List<String> names = List.of();
        for (HttpField field : fields) {
            if (field.getHeader() == HttpHeader.CONNECTION && field.getValue() != null) {
                names = add(names, field.getValue());
            }
        }
        return names;
    }

    private static List<String> add(List<String> names, String value) {
        // Nearly every Connection field is one of these two words.
        if (value.equalsIgnoreCase("keep-alive") || value.equalsIgnoreCase("close")) {
            return names;
        }
        List<String> all = new java.util.ArrayList<>(names);
        for (String option : value.split(",")) {
            String name = option.trim().toLowerCase(Locale.ROOT);
            if (!name.isEmpty() && !name.equals("close") && !name.equals("keep-alive")) {
                all.add(name);
            }
        }
        return all;
    }
}
