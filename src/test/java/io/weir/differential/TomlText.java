package io.weir.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes directives as Weir's TOML, by the rules of the configuration language for what an nginx directive becomes. */
final class TomlText {

    /** Directives that take {@code on} or {@code off} and nothing else. */
    private static final Set<String> FLAGS = Set.of(
            "absolute_redirect",
            "autoindex",
            "autoindex_exact_size",
            "autoindex_localtime",
            "chunked_transfer_encoding",
            "etag",
            "ignore_invalid_headers",
            "internal",
            "limit_conn_dry_run",
            "limit_req_dry_run",
            "log_not_found",
            "log_subrequest",
            "merge_slashes",
            "mirror_request_body",
            "msie_padding",
            "msie_refresh",
            "port_in_redirect",
            "fastcgi_keep_conn",
            "proxy_buffering",
            "proxy_force_ranges",
            "proxy_ignore_client_abort",
            "proxy_intercept_errors",
            "proxy_pass_request_body",
            "proxy_pass_request_headers",
            "proxy_socket_keepalive",
            "proxy_request_buffering",
            "real_ip_recursive",
            "recursive_error_pages",
            "underscores_in_headers");

    private static final Set<String> NAME_AND_VALUE = Set.of(
            "proxy_set_header",
            "add_header",
            "add_trailer",
            "set",
            "auth_request_set",
            "fastcgi_param",
            "uwsgi_param",
            "scgi_param");
    private static final Set<String> REPEATED = Set.of(
            "mirror",
            "proxy_hide_header",
            "proxy_pass_header",
            "server_name",
            "set_real_ip_from",
            "index",
            "fastcgi_catch_stderr");
    private static final Set<String> ORDERED = Set.of("allow", "deny");
    private static final Set<String> REPEATED_LISTS = Set.of(
            "proxy_redirect",
            "proxy_cookie_path",
            "proxy_cookie_domain",
            "proxy_cookie_flags",
            "proxy_ssl_conf_command",
            "rewrite",
            "limit_req",
            "limit_req_zone",
            "limit_conn",
            "limit_conn_zone");
    private static final Set<String> BALANCERS =
            Set.of("round_robin", "ip_hash", "least_conn", "hash", "random", "least_time");
    private static final Set<String> NEVER_NUMBERS =
            Set.of("proxy_set_body", "default_type", "server_name", "uwsgi_string");

    private final StringBuilder out = new StringBuilder();

    private TomlText() {}

    /** @param directives the inside of {@code http { … }} */
    static String write(List<Directive> directives) {
        TomlText toml = new TomlText();
        toml.block("", directives);
        return toml.out.toString();
    }

    /** Plain keys first: what follows a table's header belongs to that table. */
    private void block(String path, List<Directive> directives) {
        Map<String, List<Directive>> plain = new LinkedHashMap<>();
        for (Directive directive : directives) {
            boolean block = directive.isBlock() && !directive.name().equals("types");
            if (!block && !(directive.name().equals("server") && path.equals("upstream"))) {
                String key = path.equals("upstream") && BALANCERS.contains(directive.name())
                        ? "balance"
                        : ORDERED.contains(directive.name()) ? "access" : directive.name();
                plain.computeIfAbsent(key, _ -> new ArrayList<>()).add(directive);
            }
        }
        plain.forEach((key, same) ->
                out.append(key).append(" = ").append(value(key, same)).append('\n'));
        for (Directive directive : directives) {
            if (plain.containsKey(directive.name())) {
                continue;
            }
            if (directive.isBlock()) {
                table(path.isEmpty() ? "" : path + ".", directive);
            } else if (directive.name().equals("server")) {
                peer(directive);
            }
        }
    }

    private void table(String prefix, Directive directive) {
        String path = prefix + directive.name();
        String words = String.join(" ", directive.args());
        if (directive.name().equals("limit_except")) {
            out.append("\n[").append(path).append("]\n");
            out.append("methods = ").append(array(directive.args(), false)).append('\n');
        } else {
            out.append("\n[[").append(path).append("]]\n");
        }
        switch (directive.name()) {
            case "location" -> out.append("path = ").append(string(words)).append('\n');
            case "upstream" -> out.append("name = ").append(string(words)).append('\n');
            case "if" ->
                out.append("condition = ")
                        .append(string(words.substring(1, words.length() - 1)))
                        .append('\n');
            case "map", "geo", "split_clients" -> {
                map(directive);
                return;
            }
            default -> {}
        }
        block(path, directive.block());
    }

    private void map(Directive map) {
        if (map.args().size() > 1) {
            out.append("source = ").append(string(map.args().getFirst())).append('\n');
        }
        out.append("target = ").append(string(map.args().getLast())).append('\n');
        List<String> entries = new ArrayList<>();
        for (Directive entry : map.block()) {
            if (entry.name().equals("default")) {
                out.append("default = ").append(string(entry.args().getFirst())).append('\n');
            } else if (entry.args().isEmpty()) {
                out.append(entry.name()).append(" = true\n"); // hostnames, volatile
            } else {
                entries.add(string(entry.name()) + " = " + string(entry.args().getFirst()));
            }
        }
        out.append("entries = { ").append(String.join(", ", entries)).append(" }\n");
    }

    private void peer(Directive server) {
        out.append("\n[[upstream.server]]\n");
        out.append("address = ").append(string(server.args().getFirst())).append('\n');
        for (String parameter : server.args().subList(1, server.args().size())) {
            String[] parts = parameter.split("=", 2);
            out.append(parts[0]).append(" = ");
            out.append(parts.length == 1 ? "true" : scalar(parts[1], true)).append('\n');
        }
    }

    /** What the other handler modules share with the proxy module is written as it is there. */
    private static String asProxy(String key) {
        return key.replaceFirst("^(fastcgi|uwsgi|scgi|memcached)_", "proxy_");
    }

    private static String value(String key, List<Directive> same) {
        if (NAME_AND_VALUE.contains(key)) {
            return namedValues(same);
        }
        if ((REPEATED.contains(key) || REPEATED.contains(asProxy(key)))) {
            return array(same.stream().flatMap(d -> d.args().stream()).toList(), false);
        }
        if (REPEATED_LISTS.contains(key)
                && !(same.size() == 1 && same.getFirst().args().size() == 1)) {
            return "["
                    + String.join(
                            ", ", same.stream().map(d -> array(d.args(), false)).toList()) + "]";
        }
        if (key.equals("access")) {
            return array(
                    same.stream().map(d -> d.name() + " " + d.args().getFirst()).toList(), false);
        }
        if (key.equals("listen")) {
            return array(same.stream().map(d -> String.join(" ", d.args())).toList(), false);
        }
        if (key.equals("error_page")) {
            return errorPages(same);
        }
        if (key.equals("types")) {
            return types(same.getFirst());
        }
        if (key.equals("log_format")) {
            return "{ "
                    + String.join(", ", same.stream().map(TomlText::logFormat).toList()) + " }";
        }
        if (same.size() > 1) {
            throw new IllegalArgumentException(key + " may stand only once in a block");
        }
        return single(key, same.getFirst());
    }

    private static String single(String key, Directive directive) {
        List<String> args = directive.args();
        if (key.equals("balance")) {
            List<String> words = new ArrayList<>(args);
            words.addFirst(directive.name());
            return string(String.join(" ", words));
        }
        if (args.isEmpty()) {
            return "true";
        }
        String first = args.getFirst();
        if (FLAGS.contains(key) || FLAGS.contains(asProxy(key))) {
            return Boolean.toString(first.equals("on"));
        }
        if (key.equals("return") && args.size() == 2) {
            return "[" + scalar(first, true) + ", " + string(args.getLast()) + "]";
        }
        boolean numbers = !NEVER_NUMBERS.contains(key);
        return args.size() == 1 ? scalar(first, numbers) : array(args, numbers);
    }

    private static String namedValues(List<Directive> same) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Directive directive : same) {
            List<String> args = directive.args();
            String value = string(args.get(1));
            boolean always = args.size() == 3;
            values.computeIfAbsent(args.getFirst(), _ -> new ArrayList<>())
                    .add(always ? "{ value = " + value + ", " + args.get(2) + " = true }" : value);
        }
        List<String> entries = new ArrayList<>();
        values.forEach((name, all) -> entries.add(
                string(name) + " = " + (all.size() == 1 ? all.getFirst() : "[" + String.join(", ", all) + "]")));
        return "{ " + String.join(", ", entries) + " }";
    }

    private static String errorPages(List<Directive> same) {
        List<String> entries = new ArrayList<>();
        for (Directive directive : same) {
            List<String> codes =
                    directive.args().stream().filter(arg -> arg.matches("\\d+")).toList();
            List<String> rest =
                    directive.args().subList(codes.size(), directive.args().size());
            entries.add(string(String.join(" ", codes)) + " = " + string(String.join(" ", rest)));
        }
        return "{ " + String.join(", ", entries) + " }";
    }

    private static String types(Directive types) {
        return types.block().stream()
                .map(type -> string(type.name()) + " = " + string(String.join(" ", type.args())))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    private static String logFormat(Directive directive) {
        List<String> args = directive.args();
        return args.getFirst() + " = " + string(String.join("", args.subList(1, args.size())));
    }

    private static String array(List<String> words, boolean numbers) {
        return "["
                + String.join(", ", words.stream().map(w -> scalar(w, numbers)).toList()) + "]";
    }

    private static String scalar(String word, boolean numbers) {
        return numbers && word.matches("0|[1-9]\\d*") ? word : string(word);
    }

    private static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
