package io.weir.config;

import io.weir.config.LimitSettings.Connections;
import io.weir.config.LimitSettings.Rate;
import io.weir.config.LimitSettings.Refusal;
import io.weir.config.LimitSettings.Zone;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code limit_req} and {@code limit_conn}, as their modules read them. */
final class LimitReader {

    private static final long NO_DELAY = Long.MAX_VALUE;
    private static final int MOST_CONNECTIONS = 65_535;

    private final LimitZones rates;
    private final LimitZones connections;

    LimitReader(Level top) {
        rates = new LimitZones("limit_req_zone", top);
        connections = new LimitZones("limit_conn_zone", top);
    }

    LimitSettings read(Level level) {
        List<Rate> rateLimits = rates(level);
        List<Connections> connLimits = connections(level);
        Refusal rateRefusal = refusal(level, "limit_req");
        Refusal connRefusal = refusal(level, "limit_conn");
        return rateLimits.isEmpty() && connLimits.isEmpty()
                ? LimitSettings.NONE
                : new LimitSettings(rateLimits, rateRefusal, connLimits, connRefusal);
    }

    private List<Rate> rates(Level level) {
        Setting setting = level.find("limit_req");
        if (setting == null) {
            return List.of();
        }
        List<Rate> limits = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (List<Value.Scalar> line : Lines.read(setting.value())) {
            Rate limit = rate(level.reading(), setting, line);
            if (limit != null) {
                unique(level.reading(), setting, limit.zone(), names);
                limits.add(limit);
            }
        }
        return List.copyOf(limits);
    }

    private @Nullable Rate rate(Reading reading, Setting setting, List<Value.Scalar> line) {
        Value.Scalar zone = null;
        long burst = 0;
        long delay = 0;
        for (Value.Scalar word : line) {
            String text = word.text();
            if (text.startsWith("zone=")) {
                zone = word;
            } else if (text.startsWith("burst=")) {
                burst = thousandths(reading, word, "burst=", 1);
            } else if (text.startsWith("delay=")) {
                delay = thousandths(reading, word, "delay=", 1);
            } else if (text.equals("nodelay")) {
                delay = NO_DELAY;
            } else {
                reading.mistake(word.place(), "invalid parameter \"" + text + "\" in \"limit_req\"");
            }
        }
        if (zone == null) {
            reading.mistake(setting.value().place(), "\"limit_req\" must have a \"zone\" parameter");
            return null;
        }
        Zone found = find(reading, rates, zone, zone.text().substring("zone=".length()));
        return found == null ? null : new Rate(found, burst, delay);
    }

    private static long thousandths(Reading reading, Value.Scalar word, String name, int least) {
        try {
            long number = Units.number(word.text().substring(name.length()));
            if (number >= least && number <= Integer.MAX_VALUE) {
                return number * 1000;
            }
        } catch (BadValue _) {
            // told below
        }
        String what = name.substring(0, name.length() - 1);
        reading.mistake(
                word.place(), "invalid " + what + " value \"" + word.text() + "\": it must be at least " + least);
        return 0;
    }

    private List<Connections> connections(Level level) {
        Setting setting = level.find("limit_conn");
        if (setting == null) {
            return List.of();
        }
        Reading reading = level.reading();
        List<Connections> limits = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (List<Value.Scalar> line : Lines.read(setting.value())) {
            if (line.size() != 2) {
                reading.mistake(
                        line.isEmpty()
                                ? setting.value().place()
                                : line.getFirst().place(),
                        "invalid number of words in \"limit_conn\": it must be [zone, number]");
                continue;
            }
            Zone zone =
                    find(reading, connections, line.getFirst(), line.getFirst().text());
            int most = most(reading, line.getLast());
            if (zone != null) {
                unique(reading, setting, zone, names);
                limits.add(new Connections(zone, most));
            }
        }
        return List.copyOf(limits);
    }

    private static int most(Reading reading, Value.Scalar word) {
        try {
            long most = Units.number(word.text());
            if (most > 0 && most <= MOST_CONNECTIONS) {
                return (int) most;
            }
        } catch (BadValue _) {
            // told below
        }
        reading.mistake(
                word.place(), "invalid number of connections \"" + word.text() + "\": it must be from 1 to 65535");
        return 1;
    }

    private static @Nullable Zone find(Reading reading, LimitZones zones, Value.Scalar word, String name) {
        Zone zone = zones.find(name);
        if (zone == null) {
            reading.mistake(word.place(), "unknown zone \"" + name + "\"");
        }
        return zone;
    }

    private static void unique(Reading reading, Setting setting, Zone zone, Set<String> names) {
        if (!names.add(zone.name())) {
            reading.mistake(
                    setting.value().place(), "zone \"" + zone.name() + "\" is duplicate in \"" + setting.key() + "\"");
        }
    }

    private static Refusal refusal(Level level, String directive) {
        Setting setting = level.find(directive + "_status");
        int status = level.number(directive + "_status", 400, Refusal.DEFAULT.status());
        if (setting != null && status > 599) {
            level.reading().invalid(directive + "_status", setting.value(), "from 400 to 599");
        }
        String logged = level.word(directive + "_log_level", List.of("info", "notice", "warn", "error"), "error");
        return new Refusal(
                status,
                ErrorLogConfig.Level.valueOf(logged.toUpperCase(Locale.ROOT)),
                level.flag(directive + "_dry_run", false));
    }
}
