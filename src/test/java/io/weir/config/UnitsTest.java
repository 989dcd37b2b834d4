package io.weir.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "60, 60000",
        "60s, 60000",
        "250ms, 250",
        "1m30s, 90000",
        "1m 30s, 90000",
        "1h1m1s1ms, 3661001",
        "2h 30, 7230000",
        "1d, 86400000",
        "1w, 604800000",
        "1s500ms, 1500",
        "1s 1, 2000",
    })
    void timesAreMilliseconds(String text, long milliseconds) throws BadValue {
        assertEquals(milliseconds, Units.milliseconds(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "ms", "1y", "1M", "1s1m", "1m1m", "-1", "1.5s", "5 minutes", "1S"})
    void whatNginxRefusesAsTimeIsRefused(String text) {
        assertThrows(BadValue.class, () -> Units.milliseconds(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775808", "9223372036854775807", "99999999999999999999w", "9223372036854775s999ms"})
    void timesThatOverflowAreRefused(String text) {
        assertThrows(BadValue.class, () -> Units.milliseconds(text));
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "1m, 60", "1h, 3600", "1y, 31536000", "1M, 2592000", "1y1M1w1d1h1m1s, 34822861"})
    void wholeSecondsTakeYearsAndMonths(String text, long seconds) throws BadValue {
        assertEquals(seconds, Units.seconds(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500ms", "1s1ms", "", "x"})
    void wholeSecondsTakeNoMilliseconds(String text) {
        assertThrows(BadValue.class, () -> Units.seconds(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4096, 4096", "8k, 8192", "8K, 8192", "1m, 1048576", "1M, 1048576"})
    void sizesAreBytes(String text, long bytes) throws BadValue {
        assertEquals(bytes, Units.size(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "k", "1g", "1kb", "1 k", "-1k", "0x10", "9223372036854775807k"})
    void whatNginxRefusesAsSizeIsRefused(String text) {
        assertThrows(BadValue.class, () -> Units.size(text));
    }

    @ParameterizedTest
    @CsvSource({"1g, 1073741824", "2G, 2147483648", "1m, 1048576", "7, 7"})
    void offsetsTakeGigabytes(String text, long bytes) throws BadValue {
        assertEquals(bytes, Units.offset(text));
    }
}
