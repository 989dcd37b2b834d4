package io.weir.config;

import io.weir.variable.Custom;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code [[geo]]} and {@code [[split_clients]]}: variables that sort clients. */
final class ClientTableReader {

    /** All clients, in hundredths of a percent. */
    private static final long ALL = 10_000;

    private static final long HASHES = 0xffff_ffffL;

    private final Reading reading;

    ClientTableReader(Reading reading) {
        this.reading = reading;
    }

    void geo(Level level) {
        Custom target = target(level, "geo");
        Template source = source(level, "$remote_addr");
        List<GeoTable.Entry> entries = new ArrayList<>();
        String otherwise = level.own("default") == null ? "" : level.text("default");
        for (Setting pair : pairs(level)) {
            String value = value(level, pair);
            if (pair.key().equals("default")) {
                otherwise = value;
            } else if (AddressRange.network(pair.key()) instanceof AddressRange.Network network) {
                entries.add(new GeoTable.Entry(network, value));
            } else {
                reading.mistake(pair.place(), "invalid network \"" + pair.key() + "\" in [[geo]]");
            }
        }
        if (target != null) {
            target.computedBy(new GeoTable(source, entries, otherwise == null ? "" : ByteStrings.of(otherwise)));
        }
    }

    void splitClients(Level level) {
        Custom target = target(level, "split_clients");
        if (level.own("source") == null) {
            reading.mistake(level.block().place(), "[[split_clients]] needs a \"source\"");
        }
        Template source = source(level, "");
        List<SplitTable.Part> parts = new ArrayList<>();
        long sum = 0;
        for (Setting pair : pairs(level)) {
            String value = value(level, pair);
            if (pair.key().equals("*")) {
                parts.add(new SplitTable.Part(HASHES + 1, value));
                continue;
            }
            long share = hundredths(pair.key());
            if (share <= 0) {
                reading.mistake(pair.place(), "invalid percent value \"" + pair.key() + "\" in [[split_clients]]");
                continue;
            }
            sum += share;
            if (sum > ALL) {
                reading.mistake(pair.place(), "percent total is greater than 100% in [[split_clients]]");
                return;
            }
            parts.add(new SplitTable.Part(sum * HASHES / ALL, value));
        }
        if (target != null) {
            target.computedBy(new SplitTable(source, List.copyOf(parts)));
        }
    }

    private @Nullable Custom target(Level level, String block) {
        Setting setting = level.own("target");
        String text = setting == null ? null : level.text(setting);
        if (setting == null) {
            reading.mistake(level.block().place(), "[[" + block + "]] needs a \"target\"");
        }
        if (setting == null || text == null) {
            return null;
        }
        if (text.startsWith("$")
                && text.length() > 1
                && reading.names().find(text.substring(1)) instanceof Variable.Made(Custom custom)) {
            return custom;
        }
        reading.mistake(setting.value().place(), "invalid variable name \"" + text + "\"");
        return null;
    }

    private Template source(Level level, String absent) {
        Setting setting = level.own("source");
        String text = setting == null ? absent : level.text(setting);
        Place place = setting == null ? level.block().place() : setting.value().place();
        return reading.template(place, text == null ? absent : text);
    }

    private static List<Setting> pairs(Level level) {
        Setting entries = level.own("entries");
        return entries != null && entries.value() instanceof Value.Fields(var _, List<Setting> pairs)
                ? pairs
                : List.of();
    }

    /** Without variables: a dollar is a dollar. */
    private static String value(Level level, Setting pair) {
        String text = level.text(pair);
        return text == null ? "" : ByteStrings.of(text);
    }

    /** {@code 0.5%} is 50; −1 for what is no percentage. */
    private static long hundredths(String text) {
        if (!text.matches("\\d{1,3}(\\.\\d{1,2})?%")) {
            return -1;
        }
        int point = text.indexOf('.');
        String whole = text.substring(0, point < 0 ? text.length() - 1 : point);
        String fraction = point < 0 ? "" : text.substring(point + 1, text.length() - 1);
        return Long.parseLong(whole) * 100 + Long.parseLong((fraction + "00").substring(0, 2));
    }
}
