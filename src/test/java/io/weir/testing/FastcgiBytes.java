package io.weir.testing;

/** Records of a FastCGI response, as byte strings. */
public final class FastcgiBytes {

    private FastcgiBytes() {}

    /** Output in records of at most 65535 bytes. */
    public static String stdout(String text) {
        StringBuilder records = new StringBuilder();
        for (int at = 0; at < text.length(); at += 65535) {
            records.append(record(6, text.substring(at, Math.min(text.length(), at + 65535)), 0));
        }
        return records.toString();
    }

    public static String stderr(String text) {
        return record(7, text, 0);
    }

    /** The end of the output. */
    public static String endOfOutput() {
        return record(6, "", 0);
    }

    /** END_REQUEST. */
    public static String end() {
        return record(3, "\0\0\0\0\0\0\0\0", 0);
    }

    /** A whole response in one record of output. */
    public static String response(String text) {
        return stdout(text) + endOfOutput() + end();
    }

    /** Any record of request 1. */
    public static String record(int type, String content, int padding) {
        int length = content.length();
        return "\1" + (char) type + "\0\1" + (char) (length >> 8) + (char) (length & 0xff) + (char) padding + "\0"
                + content + "\0".repeat(padding);
    }
}
