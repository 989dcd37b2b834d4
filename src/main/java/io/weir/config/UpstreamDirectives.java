package io.weir.config;

import io.weir.config.Directive.Form;

/** nginx-semantics 5.3: the upstream block and the parameters of its servers. */
final class UpstreamDirectives extends Directives.Rows {

    UpstreamDirectives() {
        implemented("name", "U", Form.TEXT);
        implemented("server", "U", Form.BLOCKS);
        implemented("balance", "U", Form.WORDS);
        implemented("sticky", "U", Form.WORDS);
        implemented("queue", "U", Form.WORDS);
        implemented("retry_budget", "U", Form.TEXT);
        implemented("keepalive", "U", Form.WORDS);
        implemented("keepalive_requests", "U", Form.NUMBER);
        implemented("keepalive_time", "U", Form.TIME);
        implemented("keepalive_timeout", "U", Form.TIME);
        // Counters are shared by all threads of the one process anyway; only "resolve" asks for its presence, as in
        // nginx.
        accepted("zone", "U", Form.WORDS);
        implemented("resolver", "U", Form.WORDS);
        implemented("resolver_timeout", "U", Form.TIME);
        refused("U", "state", "ntlm");
        writtenAs("ip_hash", "U", "balance = \"ip_hash\"");
        writtenAs("least_conn", "U", "balance = \"least_conn\"");
        writtenAs("hash", "U", "balance = \"hash KEY [consistent]\"");
        writtenAs("random", "U", "balance = \"random [two [METHOD]]\"");
        writtenAs("least_time", "U", "balance = \"least_time METHOD\"");

        implemented("address", "P", Form.TEXT);
        implemented("weight", "P", Form.NUMBER);
        implemented("max_fails", "P", Form.NUMBER);
        implemented("fail_timeout", "P", Form.SECONDS);
        implemented("max_conns", "P", Form.NUMBER);
        implemented("backup", "P", Form.FLAG);
        implemented("down", "P", Form.FLAG);
        implemented("route", "P", Form.TEXT);
        implemented("drain", "P", Form.FLAG);
        implemented("slow_start", "P", Form.TIME);
        implemented("resolve", "P", Form.FLAG);
        implemented("service", "P", Form.TEXT);
        healthCheck();
    }

    private void healthCheck() {
        implemented("health_check", "U", Form.BLOCK);
        implemented("uri", "K", Form.TEXT);
        implemented("method", "K", Form.TEXT);
        implemented("host", "K", Form.TEXT);
        implemented("tls", "K", Form.FLAG);
        implemented("port", "K", Form.NUMBER);
        implemented("interval", "K", Form.TIME);
        implemented("jitter", "K", Form.TIME);
        implemented("timeout", "K", Form.TIME);
        implemented("fails", "K", Form.NUMBER);
        implemented("passes", "K", Form.NUMBER);
        implemented("mandatory", "K", Form.FLAG);
        implemented("status", "K", Form.WORDS);
        implemented("body", "K", Form.TEXT);
    }
}
