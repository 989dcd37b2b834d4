package io.weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class UriEscapeTest {

    @Test
    void everyByteIsEscapedOrKeptAsNginxDoes() {
        // ngx_escape_uri with NGX_ESCAPE_URI: its table of bytes, spelled out.
        String escaped = " \"#%<>?\\^`{|}";
        for (int c = 0; c < 256; c++) {
            boolean expected = c < 0x20 || c >= 0x7f || escaped.indexOf(c) >= 0;
            String text = String.valueOf((char) c);
            assertEquals(expected ? "%%%02X".formatted(c) : text, UriEscape.escape(text), "byte " + c);
        }
    }

    @Test
    void whatNeedsNoEscapingIsReturnedAsItIs() {
        String text = new String("/a/b;c=d&e+f:@!$'()*,~[]-._");

        assertSame(text, UriEscape.escape(text));
    }

    @Test
    void whatStandsAroundAnEscapeIsKept() {
        assertEquals("/a%20b%25/c", UriEscape.escape("/a b%/c"));
    }
}
