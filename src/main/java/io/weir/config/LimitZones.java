package io.weir.config;

import io.weir.config.LimitSettings.Zone;
import io.weir.variable.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code limit_req_zone} or {@code limit_conn_zone}: the zones of the top level by their names. */
final class LimitZones {

    /** nginx wants eight pages. */
    private static final long SMALLEST = 8 * 4096;

    private final String directive;
    private final Reading reading;
    private final Map<String, Zone> zones = new HashMap<>();

    /** @param directive the name of the directive that makes the zones */
    LimitZones(String directive, Level top) {
        this.directive = directive;
        this.reading = top.reading();
        Setting setting = top.own(directive);
        if (setting != null) {
            for (List<Value.Scalar> line : Lines.read(setting.value())) {
                read(setting, line);
            }
        }
    }

    /** Null when there is none of that name. */
    @Nullable
    Zone find(String name) {
        return zones.get(name);
    }

    private void read(Setting setting, List<Value.Scalar> line) {
        if (line.size() < 2) {
            reading.mistake(
                    line.isEmpty() ? setting.value().place() : line.getFirst().place(),
                    "invalid number of words in \"" + directive + "\": it must be [key, \"zone=NAME:SIZE\"]");
            return;
        }
        Template key = reading.template(line.getFirst().place(), line.getFirst().text());
        String name = null;
        long size = 0;
        long rate = directive.equals("limit_req_zone") ? 1000 : 0;
        for (Value.Scalar word : line.subList(1, line.size())) {
            String text = word.text();
            if (text.startsWith("zone=")) {
                name = name(word);
                size = size(word);
            } else if (text.startsWith("rate=") && rate > 0) {
                rate = rate(word);
            } else {
                reading.mistake(word.place(), "invalid parameter \"" + text + "\" in \"" + directive + "\"");
            }
        }
        if (name == null) {
            reading.mistake(line.getFirst().place(), "\"" + directive + "\" must have a \"zone\" parameter");
        } else if (zones.putIfAbsent(name, new Zone(name, key, size, rate)) != null) {
            reading.mistake(line.getFirst().place(), directive + " \"" + name + "\" is duplicate");
        }
    }

    private String name(Value.Scalar word) {
        String text = word.text().substring("zone=".length());
        int colon = text.indexOf(':');
        return colon < 0 ? text : text.substring(0, colon);
    }

    private long size(Value.Scalar word) {
        String text = word.text();
        int colon = text.indexOf(':');
        try {
            long size = Units.size(colon < 0 ? "" : text.substring(colon + 1));
            if (size < SMALLEST) {
                reading.mistake(word.place(), "zone \"" + name(word) + "\" is too small: it must have 32k at least");
            }
            return size;
        } catch (BadValue _) {
            reading.mistake(word.place(), "invalid zone size \"" + text + "\": it must be zone=NAME:SIZE");
            return SMALLEST;
        }
    }

    /** In thousandths of a request per second. */
    private long rate(Value.Scalar word) {
        String text = word.text().substring("rate=".length());
        boolean minutes = text.endsWith("r/m");
        String digits = minutes || text.endsWith("r/s") ? text.substring(0, text.length() - 3) : text;
        try {
            long rate = Units.number(digits);
            if (rate > 0 && rate <= Integer.MAX_VALUE) {
                return rate * 1000 / (minutes ? 60 : 1);
            }
        } catch (BadValue _) {
            // told below
        }
        reading.mistake(
                word.place(), "invalid rate \"" + word.text() + "\": it must be such as rate=5r/s or rate=30r/m");
        return 1000;
    }
}
