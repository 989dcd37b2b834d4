package io.weir.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.config.Configuration;
import io.weir.config.ErrorLogConfig;
import io.weir.config.UpstreamConfig;
import io.weir.config.UpstreamConfig.PeerConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UpstreamsTest {

    private static final PeerConfig A = Groups.peer("a");
    private static final PeerConfig B = Groups.peer("b");
    private static final PeerConfig C = Groups.peer("c");

    private long now = 1_000_000;

    @Test
    void groupsAreFoundByTheKeyOfTheConfiguration() {
        Upstreams upstreams = load(null, Map.of("group", Groups.group(A)));
        assertEquals("group", get(upstreams).name());
        assertEquals(Groups.KEEPALIVE, get(upstreams).config().keepalive());
        assertNull(upstreams.get("other"));
        assertEquals(1, upstreams.all().size());
    }

    @Test
    void aReloadKeepsTheStateOfUnchangedPeers() {
        Upstreams before = load(null, Map.of("group", Groups.group(A, B)));
        Pick failing = get(before).select().pick();
        Pick inFlight = get(before).select().pick();
        assertEquals("ab", Groups.letter(failing) + Groups.letter(inFlight));
        assertNotNull(failing);
        assertNotNull(inFlight);
        failing.release(Release.FAILED);

        Upstream after = get(load(before, Map.of("group", Groups.group(C, B, A))));
        assertEquals(List.of(0, 0, 1), after.peers().stream().map(Peer::fails).toList());
        assertEquals(List.of(0, 1, 0), after.peers().stream().map(Peer::conns).toList());
        inFlight.release(Release.SUCCESS);
        assertEquals(List.of(0, 0, 0), after.peers().stream().map(Peer::conns).toList());
        assertEquals(get(before).identity(), after.identity());
    }

    @Test
    void anUnchangedGroupGoesOnWhereTheRoundWas() {
        UpstreamConfig config = Groups.group(A, B, C);
        Upstreams before = load(null, Map.of("group", config));
        assertEquals("a", next(before));
        Upstreams after = load(before, Map.of("group", config));
        assertEquals("b", next(after));
        assertEquals("c", next(after));
    }

    @Test
    void aChangedGroupBeginsAFreshRound() {
        Upstreams before = load(null, Map.of("group", Groups.group(A, B, C)));
        assertEquals("a", next(before));
        Upstreams after = load(before, Map.of("group", Groups.group(Groups.weight(A, 2), B)));
        assertEquals("aba", next(after) + next(after) + next(after));
        assertEquals(2, get(after).peers().getFirst().effectiveWeight());
    }

    @Test
    void theSameAddressTwiceIsTwoPeersThatKeepTheirOwnState() {
        Upstreams before = load(null, Map.of("group", Groups.group(A, A)));
        Pick pick = get(before).select().pick();
        assertNotNull(pick);
        pick.release(Release.FAILED);
        Upstream after = get(load(before, Map.of("group", Groups.group(A, A))));
        assertEquals(List.of(1, 0), after.peers().stream().map(Peer::fails).toList());
    }

    @Test
    void theSameAddressInAnotherGroupIsAnotherPeer() {
        Map<String, UpstreamConfig> groups = new LinkedHashMap<>();
        groups.put("group", Groups.group(A, B));
        groups.put("other", Groups.group(A, B));
        Upstreams upstreams = load(null, groups);
        Pick pick = get(upstreams).select().pick();
        assertNotNull(pick);
        pick.release(Release.FAILED);
        Upstream other = upstreams.get("other");
        assertNotNull(other);
        assertEquals(0, other.peers().getFirst().fails());
        assertNotEquals(get(upstreams).identity(), other.identity());
    }

    @Test
    void aPrivateGroupKeepsNothing() {
        Upstream group = Upstream.ofPeers("resolved", List.of(A, B), () -> now * 1000);
        assertEquals("resolved", group.name());
        assertEquals(0, group.config().keepalive().connections());
        assertEquals("a", Groups.letter(group.select().pick()));
    }

    private Upstreams load(@Nullable Upstreams previous, Map<String, UpstreamConfig> groups) {
        ErrorLogConfig errorLog = new ErrorLogConfig(null, ErrorLogConfig.Level.ERROR);
        Configuration configuration =
                new Configuration(Path.of("/weir.toml"), 0, List.of(), groups, errorLog, Duration.ofSeconds(1));
        return Upstreams.of(configuration, previous, () -> now * 1000);
    }

    private static Upstream get(Upstreams upstreams) {
        Upstream group = upstreams.get("group");
        assertNotNull(group);
        return group;
    }

    private static String next(Upstreams upstreams) {
        Pick pick = get(upstreams).select().pick();
        assertNotNull(pick);
        pick.release(Release.SUCCESS);
        return Groups.letter(pick);
    }
}
