package io.weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "www.test.org, www.test.org, true",
        "WWW.test.org, www.TEST.org, true",
        "www.test.org, test.org, false",
        "*.test.org, www.test.org, true",
        "*.test.org, a.b.test.org, false",
        "*.test.org, .test.org, false",
        "*.test.org, test.org, false",
        "*.org, test.org, false",
        "*, test, false",
        "w*.test.org, www.test.org, true",
        "w*.test.org, w.test.org, true",
        "*w.test.org, www.test.org, true",
        "w*w.test.org, www.test.org, false",
        "www.*.org, www.test.org, false",
        "*.*.test.org, a.b.test.org, false",
        "x*.test.org, xn--a.test.org, false",
        "*.test.org, xn--a.test.org, true",
        "*.test.org, a_b.test.org, false",
        "127.0.0.1, 127.0.0.1, true"
    })
    void wildcardsAreThoseOfOpenSsl(String pattern, String name, boolean expected) {
        assertEquals(expected, NameCheck.matches(pattern, name));
    }

    @ParameterizedTest
    @CsvSource({
        "www.test.org, www.test.org",
        "www.test.org:8443, www.test.org",
        "127.0.0.1:80, 127.0.0.1",
        "[::1]:443, [::1]",
        "[::1], [::1]",
        "'', ''"
    })
    void thePortIsNoPartOfTheName(String name, String expected) {
        assertEquals(expected, ServerNames.withoutPort(name));
    }

    @ParameterizedTest
    @CsvSource({
        "www.test.org, true",
        "localhost, true",
        "127.0.0.1, false",
        "[::1], false",
        "'', false",
        "1.2.3.example, true",
        "under_score.test, true"
    })
    void addressesAreNotSent(String name, boolean expected) {
        assertEquals(expected, ServerNames.mayBeSent(name));
    }
}
