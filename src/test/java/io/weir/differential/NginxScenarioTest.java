package io.weir.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.testing.NginxProcess;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The judge judged: what the scenarios say of nginx is what the installed nginx does. */
@EnabledIf(value = "io.weir.testing.NginxProcess#installed", disabledReason = "nginx is not installed")
class NginxScenarioTest {

    static Stream<Scenario> scenarios() {
        return Scenarios.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Timeout(60)
    void nginxDoesWhatTheScenarioSays(Scenario scenario) throws Exception {
        Observation seen = ScenarioRunner.throughNginx(scenario);
        Scenario.Difference difference = scenario.difference();
        boolean asWeir = difference != null && !difference.holdsFor(NginxProcess.version());
        (asWeir ? difference.expected() : scenario.expected()).forEach(expected -> expected.check(seen));
    }

    /** A scenario that depends on timing would blame Weir for differing from nginx. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    @Timeout(60)
    void nginxDoesTheSameEveryTime(Scenario scenario) throws Exception {
        String once = ScenarioRunner.throughNginx(scenario).compared();
        assertEquals(once, ScenarioRunner.throughNginx(scenario).compared());
    }
}
