package io.weir.upstream;

import io.weir.benchmark.Configured;
import io.weir.config.Configuration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Choosing one of a thousand peers and giving it back, by each method. Round robin, least_conn and least_time look at
 * every peer, as in nginx; the others find theirs by a search.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BalancingMethodBenchmark {

    private static final int PEERS = 1000;
    private static final int KEYS = 4096;

    @Param({
        "round_robin",
        "ip_hash",
        "hash $arg_k",
        "hash $arg_k consistent",
        "least_conn",
        "least_time header",
        "random",
        "random two"
    })
    public String balance;

    private final io.weir.variable.Scope[] requests = new io.weir.variable.Scope[KEYS];
    private Upstream group;
    private int next;

    @Setup
    public void readGroup() {
        StringBuilder toml = new StringBuilder("[[upstream]]\nname = \"group\"\nbalance = \"" + balance + "\"\nserver = [\n");
        for (int i = 0; i < PEERS; i++) {
            toml.append("{ address = \"127.0.0.1:").append(10_000 + i).append("\" },\n");
        }
        toml.append("]\n[[server]]\nlisten = \"127.0.0.1:8080\"\n[[server.location]]\npath = \"/\"\n");
        Configuration configuration =
                Configured.read(toml.append("proxy_pass = \"http://group\"\n").toString());
        group = Upstreams.of(configuration, null).get("group");
        for (int i = 0; i < KEYS; i++) {
            // Four characters: an IPv4 address to ip_hash, a key to the others.
            String value = "" + (char) ('0' + i / 64) + (char) ('0' + i % 64) + "ab";
            requests[i] = _ -> value;
        }
    }

    @Benchmark
    public Object pickAndRelease() {
        Pick pick = group.select(requests[next++ & KEYS - 1], PeerListener.NONE).pick();
        pick.release(Release.SUCCESS);
        return pick;
    }
}
