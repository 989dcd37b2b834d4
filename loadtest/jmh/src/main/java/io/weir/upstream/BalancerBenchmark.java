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
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Choosing a peer and giving it back, alone and with another thread at the same group. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BalancerBenchmark {

    @Param({"1", "2", "1000"})
    public int peers;

    private Upstream group;

    @Setup
    public void readGroup() {
        StringBuilder toml = new StringBuilder("[[upstream]]\nname = \"group\"\nserver = [\n");
        for (int i = 0; i < peers; i++) {
            toml.append("{ address = \"127.0.0.1:").append(10_000 + i).append("\" },\n");
        }
        toml.append("]\n[[server]]\nlisten = \"127.0.0.1:8080\"\n[[server.location]]\npath = \"/\"\n");
        Configuration configuration =
                Configured.read(toml.append("proxy_pass = \"http://group\"\n").toString());
        group = Upstreams.of(configuration, null).get("group");
    }

    @Benchmark
    public Object alone() {
        return pickAndRelease();
    }

    @Benchmark
    @Threads(2)
    public Object twoThreads() {
        return pickAndRelease();
    }

    private Object pickAndRelease() {
        Pick pick = group.select().pick();
        pick.release(Release.SUCCESS);
        return pick;
    }
}
