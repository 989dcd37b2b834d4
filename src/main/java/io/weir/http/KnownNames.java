package io.weir.http;

import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** From the bytes of a field name to Jetty's constant for it, without making a string first. */
public final class KnownNames {

    /** A power of two, so large that hardly two names share a place. */
    private static final int SIZE = 1024;

    private static final HttpHeader[] TABLE = new HttpHeader[SIZE];
    private static final byte[][] NAMES = new byte[SIZE][];

    static {
        for (HttpHeader header : HttpHeader.values()) {
            byte[] name = header.asString().getBytes(StandardCharsets.ISO_8859_1);
            int place = place(name, 0, name.length);
            while (TABLE[place] != null) {
                place = (place + 1) & (SIZE - 1);
            }
            TABLE[place] = header;
            NAMES[place] = name;
        }
    }

    private KnownNames() {}

    private static int place(byte[] bytes, int start, int length) {
        // Setting this bit makes upper and lower case letters alike.
        int first = bytes[start] | 0x20;
        int middle = bytes[start + length / 2] | 0x20;
        int last = bytes[start + length - 1] | 0x20;
        return (length * 31 + first * 7 + middle * 113 + last * 17) & (SIZE - 1);
    }

    /**
     * @param length greater than 0
     * @return null for a name that Jetty has no constant for; case does not matter
     */
    public static @Nullable HttpHeader find(byte[] bytes, int start, int length) {
        int place = place(bytes, start, length);
        while (TABLE[place] != null) {
            if (same(NAMES[place], bytes, start, length)) {
                return TABLE[place];
            }
            place = (place + 1) & (SIZE - 1);
        }
        return null;
    }

    private static boolean same(byte[] name, byte[] bytes, int start, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            byte a = name[i];
            byte b = bytes[start + i];
            if (a != b && (lower(a) != lower(b))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    /** @return null for a name that Jetty has no constant for */
    public static @Nullable HttpHeader find(String name) {
        return HttpHeader.CACHE.get(name);
    }

    /** The name as a string, spelled as it was received; no new string when that is the usual spelling. */
    public static String spelled(@Nullable HttpHeader known, byte[] bytes, int start, int length) {
        if (known != null) {
            String usual = known.asString();
            int i = 0;
            while (i < length && usual.charAt(i) == (char) (bytes[start + i] & 0xff)) {
                i++;
            }
            if (i == length) {
                return usual;
            }
        }
        return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
    }
}
