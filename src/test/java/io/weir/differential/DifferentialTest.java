package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.NginxProcess;
import io.weir.testing.WeirProcess;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weir against the installed nginx: the same bytes in on both sides, the same bytes out, unless a difference is declared. */
@EnabledIf(value = "bothProxiesStart", disabledReason = "nginx is not installed, or there is no Weir to start")
class DifferentialTest {

    static boolean bothProxiesStart() {
        return NginxProcess.installed() && WeirProcess.available();
    }

    static Stream<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Timeout(60)
    void weirDoesWhatNginxDoes(Scenario scenario) throws Exception {
        Observation weir = ScenarioRunner.throughWeir(scenario);
        Scenario.Difference difference = scenario.difference();
        if (difference != null && difference.holdsFor(NginxProcess.version())) {
            difference.expected().forEach(expected -> expected.check(weir));
            return;
        }
        Observation nginx = ScenarioRunner.throughNginx(scenario);
        assertEquals(
                nginx.compared(),
                weir.compared(),
                () -> "Weir differs from nginx.\nnginx saw:\n" + nginx + "\nWeir saw:\n" + weir + "\nconfiguration:\n"
                        + TomlText.write(scenario.directives()));
        scenario.expected().forEach(expected -> expected.check(weir)); // the error log is in none of the above
    }
}
