package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.config.UpstreamConfig.Balance;
import io.weir.config.UpstreamConfig.PeerConfig;
import io.weir.config.UpstreamConfig.Sticky;
import io.weir.variable.Template;
import io.weir.variable.Variable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** sticky, by the semantics' 4.7: the installed nginx is too old to know it. */
class StickyTest {

    private static final Sticky ROUTE = new Sticky.Route(List.of(Groups.variable()));
    private static final PeerConfig A = Groups.route(Groups.peer("a"), "ra");
    private static final PeerConfig B = Groups.route(Groups.peer("b"), "rb");
    private static final PeerConfig C = Groups.route(Groups.peer("c"), "rc");

    private long now = 1_795_300_000_000L; // Sat, 21-Nov-26 21:46:40 GMT

    static List<Balance> balances() {
        return BalancerPropertyTest.balances().toList();
    }

    @ParameterizedTest
    @MethodSource("balances")
    void aBoundRequestGoesToItsPeer(Balance balance) {
        Upstream group = upstream(ROUTE, balance, A, B, C);
        for (int i = 0; i < 10; i++) {
            assertEquals("b", attempt(group, "rb"));
        }
    }

    @ParameterizedTest
    @MethodSource("balances")
    void aDrainingPeerIsForItsOwnRequestsOnly(Balance balance) {
        Upstream group = upstream(ROUTE, balance, A, Groups.drain(B));
        assertEquals(1, group.select().tries());
        for (int i = 0; i < 10; i++) {
            assertEquals("b", attempt(group, "rb"));
            assertEquals("a", attempt(group, "nobody's"));
        }
    }

    @Test
    void aPeerThatIsDownOrDisabledOrTriedLeavesItsRequestsToTheMethod() {
        Upstream group = upstream(ROUTE, new Balance.RoundRobin(), Groups.down(A), B, C);
        assertEquals("b", attempt(group, "ra"));
        Selection run = group.select(Groups.saying("rc"), PeerListener.NONE);
        Pick pick = run.pick();
        assertEquals("c", Groups.letter(pick));
        pick.release(Release.FAILED);
        assertEquals("b", Groups.letter(run.pick()));
        assertEquals("b", attempt(group, "rc"));
    }

    @Test
    void theOnlyPeerServesItsRequestsWhileItDrains() {
        Upstream group = upstream(ROUTE, new Balance.RoundRobin(), Groups.drain(A));
        assertEquals("a", attempt(group, "ra"));
        assertEquals("-", attempt(group, "rb"));
    }

    /** Bound requests count in the round, down to a limit. */
    @Test
    void boundRequestsTakeTheirPeersTurns() {
        Upstream group = upstream(ROUTE, new Balance.RoundRobin(), A, B, C);
        assertEquals("a", attempt(group, "ra"));
        assertEquals("a", attempt(group, "ra"));
        assertEquals(
                "bcabc",
                attempt(group, "") + attempt(group, "") + attempt(group, "") + attempt(group, "") + attempt(group, ""));
    }

    @Test
    void theIdIsTheMd5OfTheNameUnlessItHasARoute() {
        Upstream group = upstream(ROUTE, new Balance.RoundRobin(), Groups.peer("a"), B);
        assertEquals(
                "a046a17494a125dd2338183c74ee7fa7", group.peers().getFirst().id());
        assertEquals("rb", group.peers().getLast().id());
    }

    @Test
    void theCookieHasNginxsAttributesInItsOrder() {
        assertEquals("srv=ra", cookie(-1, null, false, false, null, null));
        assertEquals(
                "srv=ra; expires=Sat, 21-Nov-26 22:26:40 GMT; max-age=3600; domain=.x; httponly; secure; samesite=lax;"
                        + " path=/",
                cookie(3600, ".x", true, true, "lax", "/"));
        assertEquals(
                "srv=ra; expires=Thu, 31-Dec-37 23:55:55 GMT; max-age=315360000; samesite=strict",
                cookie(Sticky.FOREVER, "", false, false, "whatever", null));
        assertEquals(
                "srv=ra; expires=Mon, 17-Nov-2042 21:26:40 GMT; max-age=504576000",
                cookie(504_576_000, null, false, false, null, null));
    }

    private String cookie(
            long expires,
            @Nullable String domain,
            boolean httpOnly,
            boolean secure,
            @Nullable String sameSite,
            @Nullable String path) {
        Sticky config = new Sticky.Cookie(
                "srv",
                new Variable.Named(Variable.Kind.COOKIE, "srv", "srv"),
                expires,
                domain == null ? null : Template.literal(domain),
                httpOnly,
                secure,
                sameSite == null ? null : Template.literal(sameSite),
                path);
        now = 1_795_296_400_000L;
        Pick pick = upstream(config, new Balance.RoundRobin(), A)
                .select(Groups.saying("ra"), PeerListener.NONE)
                .pick();
        assertNotNull(pick);
        return pick.cookie();
    }

    @Test
    void aLearnedSessionStaysWithItsPeerUntilItIsOver() {
        Sticky learn =
                new Sticky.Learn(List.of(Groups.variable()), List.of(Groups.variable()), "zone", 100, 60_000, false);
        Upstream group = upstream(learn, new Balance.RoundRobin(), A, B, C);
        assertEquals("a", attempt(group, "session"));
        for (int i = 0; i < 5; i++) {
            now += 59_000;
            assertEquals("a", attempt(group, "session"));
        }
        now += 60_000;
        assertEquals("b", attempt(group, "session"));
    }

    @Test
    void aSessionMovesWhenItsPeerFails() {
        Sticky learn =
                new Sticky.Learn(List.of(Groups.variable()), List.of(Groups.variable()), "zone", 100, 60_000, true);
        Upstream group = upstream(learn, new Balance.RoundRobin(), A, B);
        assertEquals("a", attempt(group, "session"));
        Selection run = group.select(Groups.saying("session"), PeerListener.NONE);
        Pick failing = run.pick();
        assertEquals("a", Groups.letter(failing));
        failing.release(Release.FAILED);
        Pick second = run.pick();
        assertEquals("b", Groups.letter(second));
        second.headerArrived(1);
        second.release(Release.SUCCESS);
        assertEquals("b", attempt(group, "session"));
    }

    @Test
    void aFullZoneForgetsTheLeastRecentlyUsedSession() {
        Sessions sessions = new Sessions(2, 60_000);
        sessions.put("one", "a", 0);
        sessions.put("two", "b", 1);
        sessions.rebind("one", "c", 2);
        sessions.put("three", "d", 3);
        assertEquals("c", sessions.find("one", 3));
        assertNull(sessions.find("two", 3));
        assertEquals("d", sessions.find("three", 3));
        sessions.rebind("two", "x", 4);
        assertNull(sessions.find("two", 4));
        assertEquals(2, sessions.size());
    }

    private static String attempt(Upstream group, String said) {
        Pick pick = group.select(Groups.saying(said), PeerListener.NONE).pick();
        if (pick != null) {
            pick.headerArrived(1);
            pick.release(Release.SUCCESS);
        }
        return Groups.letter(pick);
    }

    private Upstream upstream(Sticky sticky, Balance balance, PeerConfig... peers) {
        return new Upstream(Groups.sticky(sticky, balance, peers), () -> now, new GroupState());
    }
}
