package io.weir.differential;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All scenarios, by what they are about. While one works on some of them, {@code -Dscenarios=REGEX} leaves out those whose
 * names it does not match.
 */
final class Scenarios {

    private Scenarios() {}

    static Stream<Scenario> all() {
        Pattern wanted = Pattern.compile(System.getProperty("scenarios", ""));
        return Stream.of(
                        ResponseBodyScenarios.all(),
                        ResponseHeadScenarios.all(),
                        RequestBodyScenarios.all(),
                        RequestHeadScenarios.all(),
                        RequestTargetScenarios.all(),
                        BadRequestScenarios.all(),
                        RequestLineScenarios.all(),
                        FieldLineScenarios.all(),
                        RoutingScenarios.all(),
                        RewriteScenarios.all(),
                        RedirectScenarios.all(),
                        LocalAnswerScenarios.all(),
                        LoggedValueScenarios.all(),
                        RetryScenarios.all(),
                        GroupScenarios.all(),
                        AttemptScenarios.all(),
                        MemcachedScenarios.all(),
                        FastcgiScenarios.all(),
                        UwsgiScenarios.all(),
                        ScgiScenarios.all(),
                        ErrorTextScenarios.all(),
                        ConnectionScenarios.all(),
                        TimeoutScenarios.all(),
                        FileScenarios.all(),
                        TryFilesScenarios.all(),
                        ListingScenarios.all(),
                        RangeScenarios.all(),
                        PreconditionScenarios.all(),
                        ExpiresScenarios.all(),
                        UpgradeScenarios.all(),
                        CookieScenarios.all(),
                        BindScenarios.all(),
                        ClientScenarios.all(),
                        AccessScenarios.all(),
                        BasicAuthScenarios.all(),
                        SubrequestScenarios.all(),
                        LimitScenarios.all(),
                        RealIpScenarios.all())
                .flatMap(List::stream)
                .filter(scenario -> wanted.matcher(scenario.name()).find());
    }
}
