package io.weir.differential;

import java.util.List;
import java.util.stream.Stream;

/**
 * All scenarios, by what they are about. While one works on some of them, {@code -Dscenarios=TEXT} leaves out those without the
 * text in their names.
 */
final class Scenarios {

    private Scenarios() {}

    static Stream<Scenario> all() {
        return Stream.of(
                        ResponseBodyScenarios.all(),
                        ResponseHeadScenarios.all(),
                        RequestBodyScenarios.all(),
                        RequestHeadScenarios.all(),
                        RequestTargetScenarios.all(),
                        BadRequestScenarios.all(),
                        RoutingScenarios.all(),
                        RetryScenarios.all(),
                        MemcachedScenarios.all(),
                        FastcgiScenarios.all(),
                        ConnectionScenarios.all())
                .flatMap(List::stream)
                .filter(scenario -> scenario.name().contains(System.getProperty("scenarios", "")));
    }
}
