package io.weir.config;

import io.weir.variable.Names;
import java.util.List;

/**
 * Finds, before anything is compiled, what variables a configuration makes: in nginx a variable exists everywhere, wherever
 * its {@code set}, {@code map} or regular expression stands. Wrong values are left to those who read them.
 */
final class Declarations {

    private final Names names = new Names();

    private Declarations() {}

    static Names of(List<Setting> settings) {
        Declarations declarations = new Declarations();
        settings.forEach(declarations::visit);
        return declarations.names;
    }

    private void visit(Setting setting) {
        switch (setting.key()) {
            case "set", "auth_request_set" -> keys(setting.value());
            case "map", "geo", "split_clients" -> setting.value().list().forEach(this::target);
            default -> {}
        }
        visit(setting.value());
    }

    private void keys(Value value) {
        if (value instanceof Value.Fields(var _, List<Setting> assigned)) {
            assigned.forEach(one -> declare(one.key()));
        }
    }

    private void target(Value map) {
        if (map instanceof Value.Fields(var _, List<Setting> settings)) {
            for (Setting setting : settings) {
                if (setting.key().equals("target") && setting.value() instanceof Value.Scalar scalar) {
                    declare(scalar.text());
                }
            }
        }
    }

    /** A variable of nginx's own, such as {@code $args}, is assigned as it is and not made anew. */
    private void declare(String variable) {
        if (variable.startsWith("$") && variable.length() > 1 && !Names.isCore(variable.substring(1))) {
            names.declare(variable.substring(1));
        }
    }

    /** The named groups of whatever may be a regular expression: the text says so itself. */
    private void visit(Value value) {
        switch (value) {
            case Value.Scalar scalar
            when scalar.text().contains("(?") -> names.withGroups(Regexes.groupNames(scalar.text()));
            case Value.Scalar _ -> {}
            case Value.Items(var _, List<Value> values) -> values.forEach(this::visit);
            case Value.Fields(var _, List<Setting> settings) ->
                settings.forEach(inner -> {
                    if (inner.key().contains("(?")) {
                        names.withGroups(Regexes.groupNames(inner.key())); // an entry of a map
                    }
                    visit(inner);
                });
        }
    }
}
