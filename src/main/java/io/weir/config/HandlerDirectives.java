package io.weir.config;

import io.weir.config.Directive.Form;
import io.weir.config.Directive.Status;
import java.util.Map;
import java.util.Set;

/**
 * nginx-semantics 5.1 and 5.2: what the handler modules share, row by row with the letters of the modules that have it,
 * and what each has alone. A shared row's status holds for the modules that are built; those of the others are refused.
 */
final class HandlerDirectives extends Directives.Rows {

    private static final Map<Character, String> MODULES = Map.of(
            'p', "proxy", 'f', "fastcgi", 'u', "uwsgi", 's', "scgi", 'g', "grpc", 'm', "memcached", 't', "tunnel");

    private static final Set<Character> BUILT = Set.of('p', 'f', 'u', 's', 'm');

    HandlerDirectives() {
        connection();
        buffering();
        headers();
        cache();
        tls();
        proxy();
        others();
    }

    private void connection() {
        implementedIn("pfusgmt", "connect_timeout", Form.TIME);
        implementedIn("pfusgmt", "send_timeout", Form.TIME);
        implementedIn("pfusgmt", "read_timeout", Form.TIME);
        implementedIn("pfusgmt", "socket_keepalive", Form.FLAG);
        implementedIn("pfusgmt", "bind", Form.WORDS);
        implementedIn("pfusgt", "socket_rcvbuf", Form.SIZE);
        implementedIn("pfusgt", "socket_sndbuf", Form.SIZE);
        implementedIn("pfusgmt", "next_upstream", Form.WORDS);
        implementedIn("pfusgmt", "next_upstream_tries", Form.NUMBER);
        implementedIn("pfusgmt", "next_upstream_timeout", Form.TIME);
        implementedIn("pfus", "ignore_client_abort", Form.FLAG);
        acceptedIn("pft", "send_lowat", Form.SIZE);
    }

    private void buffering() {
        implementedIn("pfusgmt", "buffer_size", Form.SIZE);
        implementedIn("pfus", "buffering", Form.FLAG);
        implementedIn("pfus", "buffers", Form.WORDS);
        implementedIn("pfus", "busy_buffers_size", Form.SIZE);
        implementedIn("pfus", "max_temp_file_size", Form.SIZE);
        implementedIn("pfus", "temp_file_write_size", Form.SIZE);
        implementedIn("pfus", "temp_path", Form.WORDS);
        implementedIn("pfus", "limit_rate", Form.TEXT);
        implementedIn("pfus", "request_buffering", Form.FLAG);
    }

    private void headers() {
        implementedIn("pfus", "pass_request_headers", Form.FLAG);
        implementedIn("pfus", "pass_request_body", Form.FLAG);
        implementedIn("pfusg", "intercept_errors", Form.FLAG);
        implementedIn("pfusg", "hide_header", Form.WORDS);
        implementedIn("pfusg", "pass_header", Form.WORDS);
        implementedIn("pfusg", "ignore_headers", Form.WORDS);
        implementedIn("pfus", "force_ranges", Form.FLAG);
    }

    private void cache() {
        refusedIn("pfus", "cache", "cache_background_update", "cache_bypass", "no_cache", "cache_key", "cache_lock");
        refusedIn("pfus", "cache_lock_age", "cache_lock_timeout", "cache_max_range_offset", "cache_methods");
        refusedIn("pfus", "cache_min_uses", "cache_revalidate", "cache_use_stale", "cache_valid");
        refusedIn("pfus", "store", "store_access");
        refused("H", "proxy_cache_path", "fastcgi_cache_path", "uwsgi_cache_path", "scgi_cache_path");
        refused("HSL", "proxy_cache_convert_head", "proxy_cache_purge");
    }

    private void tls() {
        implementedIn("pug", "ssl_certificate", Form.TEXT);
        implementedIn("pug", "ssl_certificate_key", Form.TEXT);
        acceptedIn("pug", "ssl_certificate_cache", Form.WORDS);
        implementedIn("pug", "ssl_ciphers", Form.TEXT);
        implementedIn("pug", "ssl_conf_command", Form.LINES);
        implementedIn("pug", "ssl_crl", Form.TEXT);
        implementedIn("pug", "ssl_name", Form.TEXT);
        implementedIn("pug", "ssl_password_file", Form.TEXT);
        implementedIn("pug", "ssl_protocols", Form.WORDS);
        implementedIn("pug", "ssl_server_name", Form.FLAG);
        implementedIn("pug", "ssl_session_reuse", Form.FLAG);
        implementedIn("pug", "ssl_trusted_certificate", Form.TEXT);
        implementedIn("pug", "ssl_verify", Form.FLAG);
        implementedIn("pug", "ssl_verify_depth", Form.NUMBER);
        refusedIn("pug", "ssl_key_log");
    }

    private void proxy() {
        implemented("proxy_pass", "Lim", Form.TEXT);
        implemented("proxy_http_version", "HSL", Form.TEXT);
        implemented("proxy_method", "HSL", Form.TEXT);
        implemented("proxy_set_header", "HSL", Form.TABLE);
        implemented("proxy_set_body", "HSL", Form.TEXT);
        implemented("proxy_redirect", "HSL", Form.LINES);
        implemented("proxy_pass_trailers", "HSL", Form.FLAG);
        accepted("proxy_headers_hash_max_size", "HSL", Form.NUMBER);
        accepted("proxy_headers_hash_bucket_size", "HSL", Form.NUMBER);
        implemented("proxy_cookie_domain", "HSL", Form.LINES);
        implemented("proxy_cookie_path", "HSL", Form.LINES);
        implemented("proxy_cookie_flags", "HSL", Form.LINES);
        refused("HSL", "proxy_bind_dynamic", "proxy_allow_upstream", "proxy_request_dynamic");
    }

    private void others() {
        own('f', "fastcgi_pass", "Li", Form.TEXT);
        own('f', "fastcgi_index", "HSL", Form.TEXT);
        own('f', "fastcgi_split_path_info", "HSL", Form.TEXT);
        own('f', "fastcgi_catch_stderr", "HSL", Form.WORDS);
        own('f', "fastcgi_keep_conn", "HSL", Form.FLAG);
        own('f', "fastcgi_param", "HSL", Form.TABLE);
        own('u', "uwsgi_pass", "Li", Form.TEXT);
        own('u', "uwsgi_modifier1", "HSL", Form.NUMBER);
        own('u', "uwsgi_modifier2", "HSL", Form.NUMBER);
        own('u', "uwsgi_string", "HSL", Form.TEXT);
        own('u', "uwsgi_param", "HSL", Form.TABLE);
        own('s', "scgi_pass", "Li", Form.TEXT);
        own('s', "scgi_param", "HSL", Form.TABLE);
        own('m', "memcached_pass", "Li", Form.TEXT);
        own('m', "memcached_gzip_flag", "HSL", Form.NUMBER);
        refused("Li", "grpc_pass");
        refused("SLi", "tunnel_pass");
        refused("HSL", "grpc_set_header");
    }

    private void own(char module, String name, String contexts, Form form) {
        row(name, contexts, form, BUILT.contains(module) ? Status.IMPLEMENTED : Status.REFUSED, null);
    }

    private void implementedIn(String modules, String suffix, Form form) {
        shared(modules, suffix, form, Status.IMPLEMENTED);
    }

    private void acceptedIn(String modules, String suffix, Form form) {
        shared(modules, suffix, form, Status.ACCEPTED);
    }

    private void refusedIn(String modules, String... suffixes) {
        for (String suffix : suffixes) {
            shared(modules, suffix, Form.WORDS, Status.REFUSED);
        }
    }

    private void shared(String modules, String suffix, Form form, Status status) {
        for (char module : modules.toCharArray()) {
            Status here = BUILT.contains(module) ? status : Status.REFUSED;
            row(MODULES.get(module) + "_" + suffix, "HSL", form, here, null);
        }
    }
}
