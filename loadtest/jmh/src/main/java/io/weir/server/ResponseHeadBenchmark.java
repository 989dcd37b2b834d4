package io.weir.server;

import io.weir.exchange.ResponseHead;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The head of a response as the client gets it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ResponseHeadBenchmark {

    private final ResponseHead head = new ResponseHead(
            200,
            null,
            HttpFields.build()
                    .add("Content-Type", "application/json")
                    .add("Last-Modified", "Sun, 22 Nov 2026 04:43:00 GMT")
                    .add("ETag", "\"6922c1a4-400\"")
                    .add("Cache-Control", "no-cache")
                    .asImmutable(),
            "weir",
            true,
            1024,
            true);

    @Benchmark
    public Object encode() {
        return ResponseHeadEncoder.encode(head, false, true, 0);
    }
}
