package io.weir.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreshnessTest {

    /** {@code ngx_next_time}: what is now is over already. */
    @ParameterizedTest
    @CsvSource({
        "2020-01-02T03:04:05Z, 15:30, UTC, 2020-01-02T15:30:00Z",
        "2020-01-02T15:30:00Z, 15:30, UTC, 2020-01-03T15:30:00Z",
        "2020-01-02T15:29:59Z, 15:30, UTC, 2020-01-02T15:30:00Z",
        "2020-01-02T23:30:00Z, 00:30, Europe/Berlin, 2020-01-03T23:30:00Z",
        "2020-01-02T23:29:00Z, 00:30, Europe/Berlin, 2020-01-02T23:30:00Z",
        "2020-12-31T23:00:00Z, 00:00, UTC, 2021-01-01T00:00:00Z",
        "2020-01-02T03:04:05Z, 24:00, UTC, 2020-01-03T00:00:00Z",
    })
    void expiresAtATimeOfTheDayIsTheNextOne(Instant now, String time, String zone, Instant expected) {
        long seconds = Long.parseLong(time.substring(0, 2)) * 3600 + Long.parseLong(time.substring(3)) * 60;
        long next = Freshness.next(seconds, now.getEpochSecond(), ZoneId.of(zone));
        assertEquals(expected, Instant.ofEpochSecond(next));
    }
}
