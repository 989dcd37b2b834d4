package io.weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostHeaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "example.org example.org 0",
                "EXAMPLE.org. example.org 0",
                "example.org:8080 example.org 8080",
                "example.org.:8080 example.org 8080",
                "example.org: example.org 0",
                "example.org:0 example.org 0",
                "example.org:00080 example.org 80",
                "example.org:65535 example.org 65535",
                ".example.org .example.org 0",
                "[::1] [::1] 0",
                "[::1]:80 [::1] 80",
                "[FE80::1.2.3.4] [fe80::1.2.3.4] 0",
                "a_b a_b 0",
                "%41 %41 0",
                "~!$&()*+,;= ~!$&()*+,;= 0",
                "- - 0",
                "[] [] 0"
            })
    void aValidHostIsSplitAndNormalized(String value, String name, int port) {
        assertEquals(new HostHeader(name, port), HostHeader.parse(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                "a..",
                ":80",
                ".:80",
                "a b",
                "a/b",
                "a?b",
                "a#b",
                "a@b",
                "a\\b",
                "a\"b",
                "a<b",
                "[",
                "[::1",
                "[::1]x",
                "[::1].",
                "[::1]80",
                "[a/b]",
                "[%41]",
                "a[b]",
                "a:8x",
                "a:-1",
                "a:65536",
                "a:99999999999999999999",
                "a:1:2",
                "::1",
                "a\tb",
                "a\u0000b",
                "\u00e9",
                "a\u007f",
                "a:80 "
            })
    void anInvalidHostIsRefused(String value) {
        assertNull(HostHeader.parse(value));
    }

    @Test
    void thePortTextIsEmptyWithoutAPort() {
        assertEquals("", new HostHeader("a", 0).portText());
        assertEquals("8080", new HostHeader("a", 8080).portText());
    }
}
