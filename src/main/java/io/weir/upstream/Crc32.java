package io.weir.upstream;

/**
 * CRC-32 as ngx_crc32.h has it: reflected, polynomial 0xedb88320. Not {@link java.util.zip.CRC32}, because a checksum
 * has to be continued from the same beginning many times, and because keys are byte strings.
 */
final class Crc32 {

    /** An empty checksum. */
    static final int START = 0xffffffff;

    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int value = i;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 1) == 0 ? value >>> 1 : value >>> 1 ^ 0xedb88320;
            }
            TABLE[i] = value;
        }
    }

    private Crc32() {}

    static int update(int checksum, int octet) {
        return TABLE[(checksum ^ octet) & 0xff] ^ checksum >>> 8;
    }

    /** Continues a checksum with a byte string. */
    static int update(int checksum, String bytes) {
        int now = checksum;
        for (int i = 0; i < bytes.length(); i++) {
            now = update(now, bytes.charAt(i));
        }
        return now;
    }

    /** The value of a complete checksum; unsigned. */
    static int end(int checksum) {
        return ~checksum;
    }

    /** The value for one byte string; unsigned. */
    static int of(String bytes) {
        return end(update(START, bytes));
    }
}
