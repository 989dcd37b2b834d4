package io.weir.differential;

import java.util.List;
import java.util.stream.Stream;

/** All scenarios, by what they are about. */
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
                        RequestLineScenarios.all(),
                        FieldLineScenarios.all(),
                        RoutingScenarios.all(),
                        RewriteScenarios.all(),
                        RedirectScenarios.all(),
                        RetryScenarios.all(),
                        ConnectionScenarios.all(),
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
                .flatMap(List::stream);
    }
}
