package io.weir.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {

    private static LogTime at(Instant instant, String zone) {
        return new LogTime(InstantSource.fixed(instant), ZoneId.of(zone));
    }

    @ParameterizedTest
    @CsvSource({
        "UTC, 22/Nov/2026:04:00:09 +0000, 2026-11-22T04:00:09+00:00, 2026/11/22 04:00:09",
        "America/St_Johns, 22/Nov/2026:00:30:09 -0330, 2026-11-22T00:30:09-03:30, 2026/11/22 00:30:09",
        "Asia/Kathmandu, 22/Nov/2026:09:45:09 +0545, 2026-11-22T09:45:09+05:45, 2026/11/22 09:45:09"
    })
    void timesAreWrittenAsNginxWritesThem(String zone, String local, String iso8601, String errorLog) {
        LogTime.Second now = at(Instant.parse("2026-11-22T04:00:09.999Z"), zone).now();

        assertEquals(local, now.local());
        assertEquals(iso8601, now.iso8601());
        assertEquals(errorLog, now.errorLog());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns"})
    void everySecondAgreesWithTheFormatterOfTheJdk(String zone) {
        long seed = 42;
        Random random = new Random(seed);
        DateTimeFormatter local = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss xx", Locale.ROOT);
        LogTime time = at(Instant.EPOCH, zone);
        for (int round = 0; round < 2_000; round++) {
            Instant instant = Instant.ofEpochMilli(random.nextLong(4_102_444_800_000L));
            assertEquals(
                    local.format(instant.atZone(ZoneId.of(zone))),
                    time.at(instant.toEpochMilli()).local(),
                    "seed " + seed + " " + instant);
        }
    }

    @Test
    void aSecondIsFormattedOnce() {
        LogTime time = at(Instant.EPOCH, "UTC");

        assertSame(time.at(5_000), time.at(5_999));
        assertEquals("1970/01/01 00:00:06", time.at(6_000).errorLog());
    }

    @ParameterizedTest
    @CsvSource({"0, 0.000", "7, 0.007", "42, 0.042", "999, 0.999", "61001, 61.001", "-5, 0.000"})
    void millisecondsAreSecondsWithThreeDigits(long millis, String text) {
        assertEquals(text, LogTime.seconds(millis));
    }

    @Test
    void msecIsTheTimeSinceTheEpoch() {
        assertEquals(
                "1795320000.042",
                at(Instant.ofEpochMilli(1_795_320_000_042L), "UTC").msec());
    }
}
