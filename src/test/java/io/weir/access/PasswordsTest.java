package io.weir.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.weir.access.Passwords.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the differential scenarios, which go through every kind, leave out. */
class PasswordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret | $2y$05$abcdefghijklmnopqrstuuKQcJkPqGZ8kWuFzLm1oCnXkGz5dK5e6 | UNKNOWN_METHOD",
                "secret | $y$j9T$abc$def | UNKNOWN_METHOD",
                "secret | $apr1$ | MISMATCH",
                "secret | $6$ | MISMATCH",
                "secret | {SSHA}short | MISMATCH",
                "secret | {SSHA}!!! | MISMATCH",
                "secret | {SHA} | MISMATCH",
                "secret | {plain}secret | MISMATCH",
                "secret | x | MISMATCH",
                "'' | {PLAIN} | MATCH",
                "secret | $5$rounds=1000$salt$wrong | MISMATCH",
            })
    void oddPasswordsAreNeverRight(String password, String stored, Result result) {
        assertEquals(result, Passwords.check(password, stored));
    }

    @Test
    void aLineHasItsPasswordBetweenTheFirstTwoColons() {
        String users = "ann:a:comment\r\nbob:b\r\n\ncarl:\nannie:c\n";
        assertEquals("a", BasicAuthentication.stored(users, "ann"));
        assertEquals("b", BasicAuthentication.stored(users, "bob"));
        assertEquals("", BasicAuthentication.stored(users, "carl"));
        assertEquals("c", BasicAuthentication.stored(users, "annie"));
        assertNull(BasicAuthentication.stored(users, "an"));
        assertNull(BasicAuthentication.stored(users, ""));
    }
}
