package io.weir.route;

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

/** Taking a request target apart: nearly all are plain, and the others must not be slow either. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestTargetBenchmark {

    public String plain = "/shop/items/4711?colour=red&size=42";
    public String escaped = "/shop//it%65ms/../items/%C3%A4/./4711?colour=red&size=42";

    @Benchmark
    public Object plain() {
        return RequestTarget.parse(plain, true);
    }

    @Benchmark
    public Object escapesAndDots() {
        return RequestTarget.parse(escaped, true);
    }
}
