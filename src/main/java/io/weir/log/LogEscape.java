package io.weir.log;

import io.weir.config.AccessLogConfig.Escape;

/** How the value of a variable is written into a line: one of nginx's three ways, or the error log's. */
enum LogEscape {
    /**
     * Bytes below 0x20 and above 0x7e, the quotation mark and the backslash as {@code \xHH}; a missing value is a dash.
     */
    DEFAULT("-") {
        @Override
        boolean escapes(int c) {
            return c < 0x20 || c > 0x7e || c == '"' || c == '\\';
        }
    },
    /** As JSON strings need it; bytes from 0x7f on as they are. */
    JSON("") {
        @Override
        boolean escapes(int c) {
            return c < 0x20 || c == '"' || c == '\\';
        }

        @Override
        void escape(LineBuffer out, int c) {
            out.one('\\');
            switch (c) {
                case '"', '\\' -> out.one(c);
                case '\n' -> out.one('n');
                case '\r' -> out.one('r');
                case '\t' -> out.one('t');
                case '\b' -> out.one('b');
                case '\f' -> out.one('f');
                default -> {
                    out.text("u00");
                    hex(out, c);
                }
            }
        }
    },
    /** Nothing is escaped. */
    NONE("") {
        @Override
        boolean escapes(int c) {
            return false;
        }
    },
    /** For our own messages, which may quote what a peer sent: only what could forge a line. */
    CONTROLS("") {
        @Override
        boolean escapes(int c) {
            return c < 0x20 || c == 0x7f;
        }
    };

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final String missing;
    private final boolean[] escaped = new boolean[256];

    LogEscape(String missing) {
        this.missing = missing;
        for (int c = 0; c < escaped.length; c++) {
            escaped[c] = escapes(c);
        }
    }

    static LogEscape of(Escape escape) {
        return switch (escape) {
            case DEFAULT -> DEFAULT;
            case JSON -> JSON;
            case NONE -> NONE;
        };
    }

    /** What is written for a variable that is not found. */
    String missing() {
        return missing;
    }

    /** Appends a byte string, escaped. */
    final void append(LineBuffer out, String value) {
        int size = value.length();
        for (int at = 0; at < size; at++) {
            if (escaped[value.charAt(at) & 0xff]) {
                appendEscaping(out, value);
                return;
            }
        }
        out.text(value);
    }

    private void appendEscaping(LineBuffer out, String value) {
        for (int at = 0; at < value.length(); at++) {
            int c = value.charAt(at) & 0xff;
            if (escaped[c]) {
                escape(out, c);
            } else {
                out.one(c);
            }
        }
    }

    abstract boolean escapes(int c);

    void escape(LineBuffer out, int c) {
        out.text("\\x");
        hex(out, c);
    }

    private static void hex(LineBuffer out, int c) {
        out.one(HEX[c >> 4]);
        out.one(HEX[c & 0xf]);
    }
}
