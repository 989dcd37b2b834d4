package io.weir.config;

import io.weir.config.Directive.Form;
import java.util.List;

/** nginx-semantics 5.4 and 5.5: core, rewriting, headers, logging; and other modules' names that people will try. */
final class CoreDirectives extends Directives.Rows {

    CoreDirectives() {
        blocks();
        client();
        files();
        readingAndMemory();
        rewriting();
        logging();
        access();
        otherModules();
    }

    private void blocks() {
        implemented("server", "H", Form.BLOCKS);
        implemented("upstream", "H", Form.BLOCKS);
        implemented("location", "SL", Form.BLOCKS);
        implemented("path", "L", Form.TEXT);
        implemented("listen", "S", Form.WORDS);
        implemented("server_name", "S", Form.WORDS);
        implemented("include", "H", Form.WORDS);
        implemented("shutdown_timeout", "H", Form.TIME);
        implemented("map", "H", Form.BLOCKS);
        implemented("geo", "H", Form.BLOCKS);
        implemented("split_clients", "H", Form.BLOCKS);
        implemented("source", "MGC", Form.TEXT);
        implemented("target", "MGC", Form.TEXT);
        implemented("default", "MG", Form.TEXT);
        implemented("entries", "MGC", Form.TABLE);
        implemented("hostnames", "M", Form.FLAG);
        implemented("volatile", "M", Form.FLAG);
        implemented("if", "SL", Form.BLOCKS);
        implemented("condition", "is", Form.TEXT);
        implemented("limit_except", "L", Form.BLOCK);
        implemented("methods", "m", Form.WORDS);
        implemented("internal", "L", Form.FLAG);
        implemented("admin", "H", Form.BLOCK);
        implemented("listen", "A", Form.TEXT);
        implemented("token", "A", Form.TEXT);
    }

    private void client() {
        implemented("client_max_body_size", "HSL", Form.OFFSET);
        implemented("client_body_buffer_size", "HSL", Form.SIZE);
        implemented("client_body_timeout", "HSL", Form.TIME);
        implemented("client_body_temp_path", "HSL", Form.WORDS);
        implemented("client_header_timeout", "HS", Form.TIME);
        implemented("client_header_buffer_size", "HS", Form.SIZE);
        implemented("large_client_header_buffers", "HS", Form.WORDS);
        implemented("max_headers", "HS", Form.NUMBER);
        implemented("ignore_invalid_headers", "HS", Form.FLAG);
        implemented("underscores_in_headers", "HS", Form.FLAG);
        implemented("merge_slashes", "HS", Form.FLAG);
        implemented("keepalive_timeout", "HSL", Form.WORDS);
        implemented("keepalive_requests", "HSL", Form.NUMBER);
        implemented("keepalive_time", "HSL", Form.TIME);
        implemented("send_timeout", "HSL", Form.TIME);
        implemented("lingering_close", "HSL", Form.TEXT);
        implemented("lingering_time", "HSL", Form.TIME);
        implemented("lingering_timeout", "HSL", Form.TIME);
        implemented("tcp_nodelay", "HSL", Form.FLAG);
        implemented("chunked_transfer_encoding", "HSL", Form.FLAG);
        implemented("absolute_redirect", "HSL", Form.FLAG);
        implemented("server_name_in_redirect", "HSL", Form.FLAG);
        implemented("port_in_redirect", "HSL", Form.FLAG);
        implemented("server_tokens", "HSL", Form.TEXT);
        implemented("default_type", "HSL", Form.TEXT);
        implemented("client_body_in_file_only", "HSL", Form.TEXT);
        implemented("keepalive_min_timeout", "HSL", Form.TIME);
        implemented("keepalive_disable", "HSL", Form.WORDS);
        implemented("reset_timedout_connection", "HSL", Form.FLAG);
        implemented("early_hints", "HSL", Form.WORDS);
        implemented("limit_rate", "HSLi", Form.TEXT);
        implemented("limit_rate_after", "HSLi", Form.TEXT);
        implemented("msie_padding", "HSL", Form.FLAG);
        implemented("msie_refresh", "HSL", Form.FLAG);
        implemented("recursive_error_pages", "HSL", Form.FLAG);
        implemented("error_page", "HSLi", Form.TABLE);
        implemented("resolver", "HSL", Form.WORDS);
        implemented("resolver_timeout", "HSL", Form.TIME);
        refused("HSLi", "post_action");
        refused("HS", "client_body_early_read");
    }

    private void files() {
        implemented("root", "HSLi", Form.TEXT);
        implemented("alias", "L", Form.TEXT);
        implemented("index", "HSL", Form.WORDS);
        implemented("try_files", "SL", Form.WORDS);
        implemented("types", "HSL", Form.TABLE);
        implemented("autoindex", "HSL", Form.FLAG);
        implemented("autoindex_exact_size", "HSL", Form.FLAG);
        implemented("autoindex_localtime", "HSL", Form.FLAG);
        implemented("autoindex_format", "HSL", Form.TEXT);
        implemented("etag", "HSL", Form.FLAG);
        implemented("if_modified_since", "HSL", Form.TEXT);
        implemented("max_ranges", "HSL", Form.NUMBER);
        implemented("log_not_found", "HSL", Form.FLAG);
        accepted("open_file_cache", "HSL", Form.WORDS);
        accepted("open_file_cache_valid", "HSL", Form.SECONDS);
        accepted("open_file_cache_min_uses", "HSL", Form.NUMBER);
        accepted("open_file_cache_errors", "HSL", Form.FLAG);
        refused("HSL", "disable_symlinks");
    }

    /** How nginx reads files and uses memory; Weir's memory is the JVM's, and its reads of files block. */
    private void readingAndMemory() {
        accepted("client_body_in_single_buffer", "HSL", Form.FLAG);
        accepted("connection_pool_size", "HS", Form.SIZE);
        accepted("request_pool_size", "HS", Form.SIZE);
        accepted("send_lowat", "HSL", Form.SIZE);
        accepted("postpone_output", "HSL", Form.SIZE);
        accepted("tcp_nopush", "HSL", Form.FLAG);
        accepted("sendfile", "HSLi", Form.FLAG);
        accepted("sendfile_max_chunk", "HSL", Form.SIZE);
        accepted("aio", "HSL", Form.TEXT);
        accepted("output_buffers", "HSL", Form.WORDS);
        accepted("directio", "HSL", Form.TEXT);
        accepted("directio_alignment", "HSL", Form.OFFSET);
        accepted("subrequest_output_buffer_size", "HSL", Form.SIZE);
        accepted("server_names_hash_max_size", "H", Form.NUMBER);
        accepted("server_names_hash_bucket_size", "H", Form.NUMBER);
        accepted("variables_hash_max_size", "H", Form.NUMBER);
        accepted("variables_hash_bucket_size", "H", Form.NUMBER);
        accepted("types_hash_max_size", "HSL", Form.NUMBER);
        accepted("types_hash_bucket_size", "HSL", Form.NUMBER);
    }

    private void rewriting() {
        implemented("return", "SLis", Form.WORDS);
        implemented("set", "SLis", Form.TABLE);
        implemented("rewrite", "SLis", Form.LINES);
        implemented("break", "SLis", Form.FLAG);
        implemented("rewrite_log", "HSLis", Form.FLAG);
        accepted("uninitialized_variable_warn", "HSLis", Form.FLAG);
        implemented("add_header", "HSLi", Form.TABLE);
        implemented("add_header_inherit", "HSLi", Form.TEXT);
        implemented("add_trailer", "HSLi", Form.TABLE);
        implemented("add_trailer_inherit", "HSLi", Form.TEXT);
        implemented("expires", "HSLi", Form.WORDS);
    }

    private void logging() {
        implemented("access_log", "HSLim", Form.LINES);
        implemented("error_log", "HSL", Form.LINES);
        implemented("log_format", "H", Form.TABLE);
        refused("HSL", "open_log_file_cache");
    }

    private void access() {
        implemented("access", "HSLm", Form.WORDS);
        implemented("allow", "HSLm", Form.WORDS);
        implemented("deny", "HSLm", Form.WORDS);
        implemented("satisfy", "HSL", Form.TEXT);
        implemented("auth_basic", "HSLm", Form.TEXT);
        implemented("auth_basic_user_file", "HSLm", Form.TEXT);
        implemented("auth_delay", "HSL", Form.TIME);
        implemented("auth_request", "HSL", Form.TEXT);
        implemented("auth_request_set", "HSL", Form.TABLE);
        implemented("log_subrequest", "HSL", Form.FLAG);
        implemented("mirror", "HSL", Form.WORDS);
        implemented("mirror_request_body", "HSL", Form.FLAG);
        for (String limit : List.of("limit_req", "limit_conn")) {
            implemented(limit + "_zone", "H", Form.LINES);
            implemented(limit, "HSL", Form.LINES);
            implemented(limit + "_status", "HSL", Form.NUMBER);
            implemented(limit + "_log_level", "HSL", Form.TEXT);
            implemented(limit + "_dry_run", "HSL", Form.FLAG);
        }
        implemented("set_real_ip_from", "HSL", Form.WORDS);
        implemented("real_ip_header", "HSL", Form.TEXT);
        implemented("real_ip_recursive", "HSL", Form.FLAG);
    }

    /** Names of modules that section 5 leaves out: "not supported" says more than a guess at a slip. */
    private void otherModules() {
        refused("HSL", "gzip_buffers", "gzip_comp_level", "gzip_disable", "gzip_http_version", "gzip_min_length");
        refused("HSL", "gzip_proxied", "gzip_types", "gzip_vary", "gzip_static", "gunzip", "sub_filter");
        refused("HSL", "sub_filter_once", "sub_filter_types", "sub_filter_last_modified", "ssi", "userid");
        refused("HSLi", "gzip", "charset", "charset_types", "source_charset", "override_charset");
        refused("L", "stub_status");
        refused("H", "charset_map");
        refused("HS", "http2", "http3", "ssl_certificate", "ssl_certificate_key", "ssl_ciphers", "ssl_protocols");
        refused("HS", "ssl_session_cache", "ssl_session_timeout", "ssl_session_tickets", "ssl_dhparam");
        refused("HS", "ssl_prefer_server_ciphers", "ssl_client_certificate", "ssl_trusted_certificate");
        refused("HS", "ssl_verify_client", "ssl_verify_depth", "ssl_stapling", "ssl_stapling_verify", "ssl_crl");
        refused("HS", "ssl_password_file", "ssl_ecdh_curve", "ssl_conf_command", "ssl_buffer_size");
        refused("HS", "ssl_early_data", "ssl_reject_handshake", "ssl_session_ticket_key");
        refused("HS", "http2_max_concurrent_streams");
    }
}
