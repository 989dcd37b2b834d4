package io.weir.config;

import io.weir.config.Directive.Form;
import io.weir.config.Directive.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Turns settings into {@link Block}s by the table of {@link Directives}: everything that can be said about a key
 * without looking at others is said here.
 */
final class BlockReader {

    private final Mistakes mistakes;

    BlockReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    /** @param settings at the top level the settings of all files, so that a key can come twice */
    Block read(Context context, Place place, List<Setting> settings) {
        Map<String, Setting> plain = new LinkedHashMap<>();
        Map<String, List<Block>> blocks = new LinkedHashMap<>();
        for (Setting setting : settings) {
            Directive directive = Directives.find(setting.key(), context);
            if (directive == null) {
                stranger(setting, context);
            } else if (directive.status() == Status.REFUSED) {
                refuse(directive, setting);
            } else if (directive.form() == Form.BLOCKS || directive.form() == Form.BLOCK) {
                readBlocks(
                        directive, setting, context, blocks.computeIfAbsent(setting.key(), key -> new ArrayList<>()));
            } else {
                boolean wellFormed = Scalars.check(directive, setting, mistakes);
                if (wellFormed || !isList(directive.form())) {
                    put(setting, plain);
                }
            }
        }
        return new Block(context, place, plain, blocks);
    }

    private void readBlocks(Directive directive, Setting setting, Context outer, List<Block> blocks) {
        Context context = inner(setting.key(), outer);
        if (directive.form() == Form.BLOCK) {
            if (setting.value() instanceof Value.Fields(Place place, List<Setting> settings)) {
                blocks.add(read(context, place, settings));
            } else {
                mistakes.add(setting.place(), "\"" + setting.key() + "\" must be a table");
            }
            return;
        }
        boolean tables = setting.value() instanceof Value.Items(var _, List<Value> values)
                && values.stream().allMatch(Value.Fields.class::isInstance);
        if (!tables) {
            String header = context.where().substring("in ".length());
            mistakes.add(setting.place(), "\"" + setting.key() + "\" must be an array of tables, written " + header);
            return;
        }
        for (Value value : setting.value().list()) {
            if (value instanceof Value.Fields(Place place, List<Setting> settings)) {
                blocks.add(read(context, place, settings));
            }
        }
    }

    private static Context inner(String key, Context outer) {
        return switch (key) {
            case "server" -> outer == Context.UPSTREAM ? Context.PEER : Context.SERVER;
            case "upstream" -> Context.UPSTREAM;
            case "location" -> Context.LOCATION;
            case "if" -> outer == Context.SERVER ? Context.SERVER_IF : Context.IF;
            case "limit_except" -> Context.LIMIT_EXCEPT;
            case "map" -> Context.MAP;
            case "geo" -> Context.GEO;
            case "split_clients" -> Context.SPLIT_CLIENTS;
            default -> throw new IllegalStateException(key);
        };
    }

    /** Readers of lists look at the elements only; what is no list has been reported here. */
    private static boolean isList(Form form) {
        return form == Form.WORDS || form == Form.LINES;
    }

    private void put(Setting setting, Map<String, Setting> plain) {
        Setting before = plain.putIfAbsent(setting.key(), setting);
        if (before != null) {
            again(before, setting, plain);
        }
    }

    /** The same key in two files: tables of names add up, as the blocks do; anything else is a repetition. */
    private void again(Setting before, Setting setting, Map<String, Setting> plain) {
        if (setting.key().equals("log_format")
                && before.value() instanceof Value.Fields(Place place, List<Setting> first)
                && setting.value() instanceof Value.Fields(var _, List<Setting> second)) {
            List<Setting> both = new ArrayList<>(first);
            both.addAll(second);
            plain.put(setting.key(), new Setting(before.key(), before.place(), new Value.Fields(place, both)));
            return;
        }
        mistakes.add(
                setting.place(),
                "\"" + setting.key() + "\" is duplicate, it is set in "
                        + before.place().seenFrom(setting.place()) + " already");
    }

    private void refuse(Directive directive, Setting setting) {
        String advice = directive.advice();
        mistakes.add(
                setting.place(),
                "\"" + setting.key() + "\" is " + (advice == null ? "not supported" : "written " + advice));
    }

    private void stranger(Setting setting, Context context) {
        String key = setting.key();
        List<Directive> elsewhere = Directives.rows(key);
        if (elsewhere.isEmpty()) {
            String suggestion = Directives.suggest(key, context);
            mistakes.add(
                    setting.place(),
                    "unknown key \"" + key + "\" " + context.where()
                            + (suggestion == null ? "" : "; did you mean \"" + suggestion + "\"?"));
            return;
        }
        mistakes.add(
                setting.place(),
                "\"" + key + "\" is not allowed " + context.where() + "; it is allowed " + places(elsewhere));
    }

    private static String places(List<Directive> rows) {
        List<String> where = new ArrayList<>();
        for (Context context : Context.values()) {
            if (rows.stream().anyMatch(row -> row.contexts().contains(context))) {
                where.add(context.where());
            }
        }
        StringJoiner joined = new StringJoiner(", ");
        where.subList(0, where.size() - 1).forEach(joined::add);
        return where.size() == 1 ? where.getFirst() : joined + " and " + where.getLast();
    }
}
