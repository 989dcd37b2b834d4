package io.weir.log;

import io.weir.benchmark.Configured;
import io.weir.benchmark.FixedRequest;
import io.weir.config.AccessLogConfig;
import io.weir.exchange.Exchange;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The line of a request in the combined format, rendered; writing it is another thread's work. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class AccessLogBenchmark {

    private final Exchange exchange = FixedRequest.exchange(
            Configured.read(
                    """
            access_log = "access.log"
            [[server]]
            listen = "127.0.0.1:8080"
            [[server.location]]
            path = "/"
            return = 204
            """));
    private final LineFormat combined = format(exchange.location().accessLogs().getFirst());

    private static LineFormat format(AccessLogConfig config) {
        return new LineFormat(config.format(), LogEscape.of(config.escape()));
    }

    @Benchmark
    public Object combined() {
        return combined.render(exchange);
    }
}
