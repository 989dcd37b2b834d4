package io.weir.config;

import io.weir.config.UpstreamConfig.Sticky;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code sticky}, with the messages of ngx_http_upstream_sticky_module.c. */
final class StickyReader {

    private static final Pattern VARIABLE_NAME = Pattern.compile("[A-Za-z0-9_]+");

    private final Reading reading;
    private final Map<String, String> groupsOfZones = new HashMap<>();

    StickyReader(Reading reading) {
        this.reading = reading;
    }

    /** What is known when the next argument is read; an argument that was given before is a mistake. */
    private static final class Arguments {
        private final Map<String, String> given = new HashMap<>();

        void put(String name, String value) throws BadValue {
            if (given.putIfAbsent(name, value) != null) {
                throw new BadValue("parameter \"" + name + "\" is duplicate");
            }
        }

        @Nullable
        String get(String name) {
            return given.get(name);
        }
    }

    /**
     * @param group the name of the group, for the zone of its sessions
     * @return null when it is absent or wrong
     */
    @Nullable
    Sticky read(Level level, String group) {
        Setting setting = level.own("sticky");
        if (setting == null) {
            return null;
        }
        List<Value.Scalar> words = level.words(setting);
        try {
            if (words.size() < 2) {
                throw new BadValue("invalid number of arguments in \"sticky\"");
            }
            List<Value.Scalar> rest = words.subList(1, words.size());
            return switch (words.getFirst().text()) {
                case "cookie" -> cookie(rest);
                case "route" -> route(rest);
                case "learn" -> learn(rest, group);
                default -> throw unknown(words.getFirst().text());
            };
        } catch (BadValue e) {
            reading.mistake(setting.value().place(), e.getMessage());
            return null;
        }
    }

    private Sticky cookie(List<Value.Scalar> words) throws BadValue {
        String name = ByteStrings.of(words.getFirst().text());
        if (name.isEmpty()) {
            throw new BadValue("empty cookie name in \"sticky\"");
        }
        Arguments arguments = new Arguments();
        for (Value.Scalar word : words.subList(1, words.size())) {
            String[] pair = word.text().split("=", 2);
            boolean known = switch (pair[0]) {
                case "expires", "domain", "path", "samesite" -> pair.length == 2;
                case "httponly", "secure" -> pair.length == 1;
                default -> false;
            };
            if (!known) {
                throw unknown(word.text());
            }
            String value = pair.length == 1 ? "on" : pair[1];
            if (value.isEmpty() && (pair[0].equals("domain") || pair[0].equals("path"))) {
                throw new BadValue("no value for \"" + pair[0] + "\" in \"sticky\"");
            }
            arguments.put(pair[0], value);
        }
        Place place = words.getFirst().place();
        String domain = arguments.get("domain");
        String path = arguments.get("path");
        // As in nginx the case of a cookie's name does not matter where it is looked up.
        String lookup = ByteStrings.lowerCase(name);
        return new Sticky.Cookie(
                name,
                new Variable.Named(Variable.Kind.COOKIE, lookup, lookup),
                expires(arguments.get("expires")),
                domain == null ? null : reading.template(place, domain),
                arguments.get("httponly") != null,
                arguments.get("secure") != null,
                sameSite(place, arguments.get("samesite")),
                path == null ? null : ByteStrings.of(path));
    }

    private static long expires(@Nullable String text) throws BadValue {
        if (text == null) {
            return -1;
        }
        if (text.equals("max")) {
            return Sticky.FOREVER;
        }
        try {
            return Units.seconds(text);
        } catch (BadValue _) {
            throw new BadValue("invalid \"expires\" parameter value \"" + text + "\" in \"sticky\"");
        }
    }

    private @Nullable Template sameSite(Place place, @Nullable String text) throws BadValue {
        if (text == null) {
            return null;
        }
        Template template = reading.template(place, text);
        String literal = template.literalValue();
        if (literal != null && !List.of("strict", "lax", "none").contains(literal.toLowerCase(Locale.ROOT))) {
            throw new BadValue("invalid \"samesite\" parameter value \"" + text + "\" in \"sticky\"");
        }
        return template;
    }

    private Sticky route(List<Value.Scalar> words) throws BadValue {
        List<Template> variables = new ArrayList<>();
        for (Value.Scalar word : words) {
            if (!word.text().startsWith("$")) {
                throw new BadValue("invalid variable name \"" + word.text() + "\" in \"sticky\"");
            }
            variables.add(variable(word.place(), word.text()));
        }
        return new Sticky.Route(List.copyOf(variables));
    }

    private Sticky learn(List<Value.Scalar> words, String group) throws BadValue {
        List<Template> create = new ArrayList<>();
        List<Template> lookup = new ArrayList<>();
        Arguments arguments = new Arguments();
        for (Value.Scalar word : words) {
            String[] pair = word.text().split("=", 2);
            String value = pair.length == 2 ? pair[1] : "";
            switch (pair[0]) {
                case "create" -> create.add(sessionVariable(word, "create", value));
                case "lookup" -> lookup.add(sessionVariable(word, "lookup", value));
                case "zone", "timeout" -> arguments.put(pair[0], value);
                case "header" -> arguments.put("header", "on");
                case "sync" -> throw new BadValue("\"sync\" in \"sticky\" is not supported");
                default -> throw unknown(word.text());
            }
        }
        if (lookup.isEmpty() || create.isEmpty()) {
            String missing = lookup.isEmpty() ? "lookup" : "create";
            throw new BadValue("\"" + missing + "\" parameter is not specified in \"sticky\"");
        }
        String[] zone = zone(arguments.get("zone"));
        int sessions = SessionZone.sessions(zone[1]);
        String other = groupsOfZones.putIfAbsent(zone[0], group);
        if (other != null) {
            throw new BadValue("sticky zone \"" + zone[0] + "\" is already used in upstream \"" + other + "\"");
        }
        return new Sticky.Learn(
                List.copyOf(create),
                List.copyOf(lookup),
                zone[0],
                sessions,
                timeout(arguments.get("timeout")),
                arguments.get("header") != null);
    }

    /** Name and size. */
    private static String[] zone(@Nullable String text) throws BadValue {
        if (text == null) {
            throw new BadValue("\"zone\" parameter is not specified in \"sticky\"");
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new BadValue("zone size is not specified in \"sticky\"");
        }
        if (colon == 0) {
            throw new BadValue("zone name is not specified in \"sticky\"");
        }
        return new String[] {text.substring(0, colon), text.substring(colon + 1)};
    }

    private static long timeout(@Nullable String text) throws BadValue {
        if (text == null) {
            return 600_000;
        }
        try {
            long millis = Units.milliseconds(text);
            if (millis > 0) {
                return millis;
            }
        } catch (BadValue _) {
            // reported below, as zero is
        }
        throw new BadValue("invalid timeout \"" + text + "\" in \"sticky\"");
    }

    private Template sessionVariable(Value.Scalar word, String parameter, String value) throws BadValue {
        if (!value.startsWith("$")) {
            throw new BadValue("missing variable in the \"" + parameter + "\" parameter of \"sticky\"");
        }
        return variable(word.place(), value);
    }

    /** nginx takes all that follows the dollar sign for the name. */
    private Template variable(Place place, String text) throws BadValue {
        if (!VARIABLE_NAME.matcher(text.substring(1)).matches()) {
            throw new BadValue("unknown \"" + text.substring(1) + "\" variable");
        }
        return reading.template(place, text);
    }

    private static BadValue unknown(String word) {
        return new BadValue("unknown parameter \"" + word + "\" in \"sticky\"");
    }
}
