package io.weir.protocol.http;

import io.weir.benchmark.Configured;
import io.weir.benchmark.FixedRequest;
import io.weir.config.Configuration;
import io.weir.config.ProxySettings;
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

/** The head of the request to a peer: a browser's eight fields, and what the location makes of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RequestHeadBenchmark {

    private static final String DEFAULTS =
            """
            [[server]]
            listen = "127.0.0.1:8080"
            [[server.location]]
            path = "/"
            proxy_pass = "http://127.0.0.1:8081"
            """;
    private static final String USUAL_LINES = DEFAULTS
            + """
            proxy_set_header = { Host = "$host", X-Real-IP = "$remote_addr", \
            X-Forwarded-For = "$proxy_add_x_forwarded_for", X-Forwarded-Proto = "$scheme" }
            """;

    private final Case defaults = new Case(DEFAULTS);
    private final Case usualLines = new Case(USUAL_LINES);

    private static final class Case {

        private final Exchange exchange;
        private final ProxySettings settings;
        private final RequestFields fields;

        Case(String toml) {
            Configuration configuration = Configured.read(toml);
            exchange = FixedRequest.exchange(configuration);
            settings = exchange.location().proxy();
            fields = new RequestFields(settings);
        }

        Object build() {
            return new RequestHeadBuilder(exchange, settings, fields)
                    .build("/shop/items/4711?colour=red&size=42", "127.0.0.1:8081", 0);
        }
    }

    @Benchmark
    public Object withDefaults() {
        return defaults.build();
    }

    @Benchmark
    public Object withFourConfiguredLines() {
        return usualLines.build();
    }
}
