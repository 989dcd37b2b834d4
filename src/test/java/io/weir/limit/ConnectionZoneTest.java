package io.weir.limit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.weir.config.LimitSettings.Zone;
import io.weir.limit.ConnectionZone.Answer;
import io.weir.variable.Template;
import org.junit.jupiter.api.Test;

class ConnectionZoneTest {

    private final ConnectionZone zone = new ConnectionZone(new Zone("one", Template.literal(""), 32 * 1024, 0));

    @Test
    void countsUpToTheLimit() {
        assertEquals(Answer.COUNTED, zone.enter("a", 2));
        assertEquals(Answer.COUNTED, zone.enter("a", 2));
        assertEquals(Answer.EXCEEDED, zone.enter("a", 2));
        zone.leave("a");
        assertEquals(Answer.COUNTED, zone.enter("a", 2));
    }

    @Test
    void forgetsAKeyWithItsLastRequest() {
        zone.enter("a", 2);
        zone.enter("a", 2);
        zone.leave("a");
        assertEquals(1, zone.size());
        zone.leave("a");
        assertEquals(0, zone.size());
    }

    /** Nodes of 64 bytes: 512 keys in 32k. */
    @Test
    void isFullAtItsSize() {
        for (int i = 0; i < 512; i++) {
            assertEquals(Answer.COUNTED, zone.enter("key" + i, 1));
        }
        assertEquals(Answer.FULL, zone.enter("more", 1));
        zone.leave("key7");
        assertEquals(Answer.COUNTED, zone.enter("more", 1));
    }
}
