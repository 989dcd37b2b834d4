package io.weir.differential;

import io.weir.differential.Observation.UpstreamView;
import io.weir.testing.Bytes;
import io.weir.testing.FakePeer;
import io.weir.testing.Head;
import io.weir.testing.NginxProcess;
import io.weir.testing.PeerRequest;
import io.weir.testing.ProxyUnderTest;
import io.weir.testing.WeirProcess;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Runs a scenario through one proxy, with peers, directory and ports of its own. */
final class ScenarioRunner {

    /** Makes error pages and the Server header as short as Weir's: the version is not what is compared. */
    private static final String NGINX_ONLY = "server_tokens off;\n";

    private static final String WEIR_ONLY = "error_log = [\"%home%/error.log\", \"info\"]\n";

    private interface Starter {
        ProxyUnderTest start(Run run) throws Exception;
    }

    private ScenarioRunner() {}

    static Observation throughNginx(Scenario scenario) throws Exception {
        return run(scenario, run -> NginxProcess.start(NGINX_ONLY + text(run, NginxText.write(scenario.directives()))));
    }

    static Observation throughWeir(Scenario scenario) throws Exception {
        return run(scenario, run -> WeirProcess.start(WEIR_ONLY + text(run, TomlText.write(scenario.directives()))));
    }

    private static String text(Run run, String configuration) {
        return run.fill(configuration);
    }

    private static Observation run(Scenario scenario, Starter starter) throws Exception {
        try (Run run = Run.of(scenario.peers(), scenario.files())) {
            ProxyUnderTest proxy = starter.start(run);
            ClientSession session = new ClientSession(proxy.address(), run);
            try (proxy;
                    session) {
                run.front(proxy.address().getPort());
                for (Scenario.ClientStep step : scenario.client()) {
                    step.run(session);
                }
                session.endConnection();
                run.awaitScripts();
            }
            return new Observation(
                    session.views(), upstream(run), log(proxy, run, session.sizesVary()), errorLog(proxy, run));
        }
    }

    private static List<String> errorLog(ProxyUnderTest proxy, Run run) throws Exception {
        return proxy.errorLog().stream().map(run::mask).toList();
    }

    private static List<UpstreamView> upstream(Run run) {
        List<UpstreamView> views = new ArrayList<>();
        for (Map.Entry<String, FakePeer> peer : run.peers().entrySet()) {
            for (PeerRequest request : peer.getValue().requests()) {
                Head head = Head.parse(Bytes.of(run.mask(request.headText())));
                views.add(new UpstreamView(
                        peer.getKey(),
                        request.connection(),
                        request.exchange(),
                        head.firstLine(),
                        hostFirst(head.lines()),
                        request.bodyText()));
            }
        }
        return views;
    }

    /** Host was somewhere among the proxy's own lines before nginx 1.31.4, and is the first one since. */
    private static List<String> hostFirst(List<String> lines) {
        List<String> ordered = new ArrayList<>(lines);
        ordered.sort(Comparator.comparing(line -> !line.startsWith("Host:")));
        return ordered;
    }

    private static List<String> log(ProxyUnderTest proxy, Run run, boolean sizesVary) throws Exception {
        List<String> lines = new ArrayList<>();
        for (String line : proxy.accessLog()) {
            String masked = run.mask(line);
            lines.add(sizesVary ? masked.replaceFirst("body_bytes_sent=\\d+", "body_bytes_sent=*") : masked);
        }
        return lines;
    }
}
