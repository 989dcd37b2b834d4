package io.weir.config;

import io.weir.config.Directive.Form;

/** nginx-semantics 5.4 and 5.5: core, rewriting, headers, logging; and other modules' names that people will try. */
final class CoreDirectives extends Directives.Rows {

    CoreDirectives() {
        blocks();
        client();
        filesAndMemory();
        rewriting();
        logging();
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
        implemented("source", "M", Form.TEXT);
        implemented("target", "M", Form.TEXT);
        implemented("default", "M", Form.TEXT);
        implemented("entries", "M", Form.TABLE);
        implemented("hostnames", "M", Form.FLAG);
        implemented("volatile", "M", Form.FLAG);
        implemented("if", "SL", Form.BLOCKS);
        implemented("condition", "is", Form.TEXT);
        implemented("limit_except", "L", Form.BLOCK);
        implemented("methods", "m", Form.WORDS);
        implemented("internal", "L", Form.FLAG);
        refused("H", "admin");
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
        refused("HSL", "satisfy");
        refused("HSLi", "post_action");
        refused("HS", "client_body_early_read");
    }

    /** How nginx sends files and uses memory; Weir serves no files, and its memory is the JVM's. */
    private void filesAndMemory() {
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
        accepted("log_not_found", "HSL", Form.FLAG);
        accepted("log_subrequest", "HSL", Form.FLAG);
        accepted("if_modified_since", "HSL", Form.TEXT);
        accepted("max_ranges", "HSL", Form.NUMBER);
        accepted("etag", "HSL", Form.FLAG);
        accepted("server_names_hash_max_size", "H", Form.NUMBER);
        accepted("server_names_hash_bucket_size", "H", Form.NUMBER);
        accepted("variables_hash_max_size", "H", Form.NUMBER);
        accepted("variables_hash_bucket_size", "H", Form.NUMBER);
        accepted("types_hash_max_size", "HSL", Form.NUMBER);
        accepted("types_hash_bucket_size", "HSL", Form.NUMBER);
        refused("HSL", "types", "open_file_cache", "open_file_cache_valid", "open_file_cache_min_uses");
        refused("HSL", "open_file_cache_errors", "disable_symlinks");
        refused("HSLi", "root");
        refused("L", "alias");
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
        refused("HSLi", "expires");
    }

    private void logging() {
        implemented("access_log", "HSLim", Form.LINES);
        implemented("error_log", "HSL", Form.LINES);
        implemented("log_format", "H", Form.TABLE);
        refused("HSL", "open_log_file_cache");
    }

    /** Names of modules that section 5 leaves out: "not supported" says more than a guess at a slip. */
    private void otherModules() {
        refused("HSLm", "allow", "deny", "access", "auth_basic", "auth_basic_user_file");
        refused("HSL", "auth_request", "auth_request_set", "auth_delay", "index", "autoindex", "mirror");
        refused("HSL", "mirror_request_body", "limit_conn", "limit_conn_log_level", "limit_conn_status");
        refused("HSL", "limit_req", "limit_req_log_level", "limit_req_status", "limit_conn_dry_run");
        refused("HSL", "limit_req_dry_run", "real_ip_header", "real_ip_recursive", "set_real_ip_from");
        refused("HSL", "gzip_buffers", "gzip_comp_level", "gzip_disable", "gzip_http_version", "gzip_min_length");
        refused("HSL", "gzip_proxied", "gzip_types", "gzip_vary", "gzip_static", "gunzip", "sub_filter");
        refused("HSL", "sub_filter_once", "sub_filter_types", "sub_filter_last_modified", "ssi", "userid");
        refused("HSLi", "gzip", "charset", "charset_types", "source_charset", "override_charset");
        refused("SL", "try_files");
        refused("L", "stub_status");
        refused("H", "geo", "split_clients", "limit_conn_zone", "limit_req_zone", "charset_map");
        refused("HS", "http2", "http3", "ssl_certificate", "ssl_certificate_key", "ssl_ciphers", "ssl_protocols");
        refused("HS", "ssl_session_cache", "ssl_session_timeout", "ssl_session_tickets", "ssl_dhparam");
        refused("HS", "ssl_prefer_server_ciphers", "ssl_client_certificate", "ssl_trusted_certificate");
        refused("HS", "ssl_verify_client", "ssl_verify_depth", "ssl_stapling", "ssl_stapling_verify", "ssl_crl");
        refused("HS", "ssl_password_file", "ssl_ecdh_curve", "ssl_conf_command", "ssl_buffer_size");
        refused("HS", "ssl_early_data", "ssl_reject_handshake", "ssl_session_ticket_key");
        refused("HS", "http2_max_concurrent_streams");
    }
}
