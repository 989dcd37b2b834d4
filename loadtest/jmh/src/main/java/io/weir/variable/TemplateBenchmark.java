package io.weir.variable;

import io.weir.benchmark.Configured;
import io.weir.benchmark.FixedRequest;
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

/** Values with variables, as headers and rewritten URIs are made of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TemplateBenchmark {

    private final Exchange exchange = FixedRequest.exchange(
            Configured.read(
                    """
            [[server]]
            listen = "127.0.0.1:8080"
            [[server.location]]
            path = "/"
            return = 204
            """));
    private final Template literal = compile("no-cache");
    private final Template oneVariable = compile("$host");
    private final Template address = compile("$remote_addr");
    private final Template mixed = compile("$scheme://$host$request_uri");
    private final Template clientField = compile("$http_user_agent");

    private static Template compile(String source) {
        try {
            return Template.compile(source, new Names());
        } catch (TemplateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Benchmark
    public String literal() {
        return literal.evaluate(exchange);
    }

    @Benchmark
    public String oneVariable() {
        return oneVariable.evaluate(exchange);
    }

    @Benchmark
    public String address() {
        return address.evaluate(exchange);
    }

    @Benchmark
    public String mixed() {
        return mixed.evaluate(exchange);
    }

    @Benchmark
    public String clientField() {
        return clientField.evaluate(exchange);
    }
}
