package io.weir.config;

import io.weir.config.AccessSettings.Basic;
import io.weir.config.AccessSettings.Mirror;
import io.weir.config.AccessSettings.RealIp;
import io.weir.config.AccessSettings.Request;
import io.weir.config.AccessSettings.Rule;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything between the rewrite phase and the content: the directives of nginx's access modules, and {@code mirror}. */
final class AccessReader {

    private static final AddressRange EVERYONE = new AddressRange.Everyone();
    private static final AddressRange UNIX = new AddressRange.UnixSockets();

    private final LimitReader limits;

    AccessReader(LimitReader limits) {
        this.limits = limits;
    }

    /** {@link AccessSettings#NONE} itself when nothing is asked for. */
    AccessSettings read(Level level) {
        AccessSettings settings = new AccessSettings(
                realIp(level),
                limits.read(level),
                rules(level),
                basic(level),
                request(level),
                level.word("satisfy", List.of("all", "any"), "all").equals("any"),
                level.time("auth_delay", 0),
                mirror(level),
                level.flag("log_subrequest", false));
        return settings.isIdle() ? AccessSettings.NONE : settings;
    }

    /** Of the nearest level that has any rule. {@code access} keeps the order that nginx's lines would have. */
    private static List<Rule> rules(Level level) {
        Level holder = level.nearest("access", "allow", "deny");
        if (holder == null) {
            return List.of();
        }
        List<Rule> rules = new ArrayList<>();
        Reading reading = level.reading();
        for (Value.Scalar line : holder.ownWords("access")) {
            String text = line.text();
            boolean allow = text.startsWith("allow ");
            if (allow || text.startsWith("deny ")) {
                add(
                        rules,
                        reading,
                        allow,
                        line,
                        text.substring(text.indexOf(' ') + 1).strip());
            } else {
                reading.invalid("access", line, "\"allow ADDRESS\" or \"deny ADDRESS\"");
            }
        }
        holder.ownWords("allow").forEach(word -> add(rules, reading, true, word, word.text()));
        holder.ownWords("deny").forEach(word -> add(rules, reading, false, word, word.text()));
        return List.copyOf(rules);
    }

    private static void add(List<Rule> rules, Reading reading, boolean allow, Value.Scalar place, String text) {
        AddressRange range = text.equals("all") ? EVERYONE : text.equals("unix:") ? UNIX : AddressRange.network(text);
        if (range == null) {
            reading.mistake(
                    place.place(),
                    "invalid address \"" + text + "\": it must be an address, a network such as 10.0.0.0/8,"
                            + " unix: or all");
        } else {
            rules.add(new Rule(allow, range));
        }
    }

    private static @Nullable Basic basic(Level level) {
        Template realm = template(level, "auth_basic");
        Template userFile = template(level, "auth_basic_user_file");
        // Without a file of users nginx asks for no password.
        return realm == null || userFile == null
                ? null
                : new Basic(realm, userFile, level.reading().directory());
    }

    private static @Nullable Template template(Level level, String key) {
        Setting setting = level.find(key);
        String text = setting == null ? null : level.text(setting);
        return setting == null || text == null
                ? null
                : level.reading().template(setting.value().place(), text);
    }

    private static @Nullable Request request(Level level) {
        String uri = level.text("auth_request");
        List<RewriteStep.Assign> assignments = assignments(level);
        return uri == null || uri.equals("off") ? null : new Request(ByteStrings.of(uri), assignments);
    }

    private static List<RewriteStep.Assign> assignments(Level level) {
        Setting setting = level.find("auth_request_set");
        if (setting == null || !(setting.value() instanceof Value.Fields(var _, List<Setting> assigned))) {
            return List.of();
        }
        Reading reading = level.reading();
        List<RewriteStep.Assign> assignments = new ArrayList<>();
        for (Setting one : assigned) {
            Variable variable = RewriteReader.assignable(reading, one);
            if (!(one.value() instanceof Value.Scalar text)) {
                reading.invalid("auth_request_set", one.value(), "a string");
            } else if (variable != null) {
                assignments.add(new RewriteStep.Assign(variable, reading.template(text.place(), text.text())));
            }
        }
        return List.copyOf(assignments);
    }

    private static Mirror mirror(Level level) {
        List<String> uris = new ArrayList<>();
        List<Value.Scalar> words = level.words("mirror");
        for (Value.Scalar word : words) {
            if (!word.text().equals("off")) {
                uris.add(ByteStrings.of(word.text()));
            } else if (words.size() > 1) {
                level.reading().mistake(word.place(), "\"off\" must stand alone in \"mirror\"");
            }
        }
        return new Mirror(List.copyOf(uris), level.flag("mirror_request_body", true));
    }

    private static @Nullable RealIp realIp(Level level) {
        List<AddressRange> trusted = new ArrayList<>();
        for (Value.Scalar word : level.words("set_real_ip_from")) {
            trust(trusted, level.reading(), word);
        }
        String header = level.text("real_ip_header");
        String name = header == null ? "x-real-ip" : ByteStrings.lowerCase(ByteStrings.of(header));
        if (name.equals("proxy_protocol")) {
            Setting setting = level.find("real_ip_header");
            level.reading()
                    .mistake(
                            setting == null
                                    ? level.block().place()
                                    : setting.value().place(),
                            "\"proxy_protocol\" in \"real_ip_header\" is not supported");
        }
        boolean recursive = level.flag("real_ip_recursive", false);
        return trusted.isEmpty()
                ? null
                : new RealIp(List.copyOf(trusted), name, name.equals("x-forwarded-for"), recursive);
    }

    private static void trust(List<AddressRange> trusted, Reading reading, Value.Scalar word) {
        String text = word.text();
        if (text.equals("unix:")) {
            trusted.add(UNIX);
            return;
        }
        AddressRange network = AddressRange.network(text);
        if (network != null) {
            trusted.add(network);
            return;
        }
        List<InetAddress> addresses = text.indexOf('/') >= 0 ? List.of() : reading.addresses(text);
        if (addresses.isEmpty()) {
            reading.mistake(word.place(), "host not found in \"set_real_ip_from\" \"" + text + "\"");
        }
        addresses.forEach(address -> trusted.add(AddressRange.of(address)));
    }
}
