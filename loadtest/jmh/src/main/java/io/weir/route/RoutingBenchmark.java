package io.weir.route;

import io.weir.benchmark.Configured;
import io.weir.config.Configuration;
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

/** From host and URI to the location, among a hundred servers and a hundred locations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RoutingBenchmark {

    private static final int MANY = 100;

    private final Configuration configuration = Configured.read(toml());
    private final ServerSelection servers =
            ListenSocket.of(configuration).getFirst().servers();
    private final LocationTree locations =
            LocationTree.of(configuration.servers().getFirst());

    private static String toml() {
        StringBuilder toml = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            toml.append("[[server]]\nlisten = \"127.0.0.1:8080\"\nserver_name = [\"host");
            toml.append(i).append(".example.com\", \"*.zone").append(i).append(".example.org\"]\n");
            for (int j = 0; j < (i == 0 ? MANY : 1); j++) {
                location(toml, "/path" + j + "/");
            }
        }
        toml.append("[[server]]\nlisten = \"127.0.0.1:8080\"\nserver_name = [\"regex.example.net\"]\n");
        location(toml, "/");
        location(toml, "~ \\\\.php$");
        location(toml, "~* \\\\.(png|jpg|gif)$");
        return toml.toString();
    }

    private static void location(StringBuilder toml, String path) {
        toml.append("[[server.location]]\npath = \"").append(path).append("\"\nreturn = 204\n");
    }

    private final LocationTree withRegexes =
            LocationTree.of(configuration.servers().getLast());

    @Benchmark
    public Object serverByExactName() throws RegexLimitException {
        return servers.select("host57.example.com");
    }

    @Benchmark
    public Object serverByWildcard() throws RegexLimitException {
        return servers.select("a.b.zone57.example.org");
    }

    @Benchmark
    public Object locationByPrefix() throws RegexLimitException {
        return locations.match("/path57/items/4711", null);
    }

    @Benchmark
    public Object locationPastTwoExpressions() throws RegexLimitException {
        return withRegexes.match("/shop/items/4711", null);
    }
}
