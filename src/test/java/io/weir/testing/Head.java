package io.weir.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * The head of a message as it was on the wire: its first line and its header lines, in order, without line ends, otherwise
 * untouched.
 */
public record Head(String firstLine, List<String> lines) {

    public Head {
        lines = List.copyOf(lines);
    }

    /** @param bytes a head with or without its blank line; lines may end with CR LF or LF */
    public static Head parse(byte[] bytes) {
        List<String> all = new ArrayList<>();
        for (String line : Bytes.text(bytes).split("\n", -1)) {
            all.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
        while (all.size() > 1 && all.getLast().isEmpty()) {
            all.removeLast();
        }
        return new Head(all.getFirst(), all.subList(1, all.size()));
    }

    /** The values of all header lines of that name (in any case), trimmed, in order. */
    public List<String> values(String name) {
        List<String> values = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(line.substring(colon + 1).strip());
            }
        }
        return values;
    }

    public boolean has(String name) {
        return !values(name).isEmpty();
    }

    boolean isChunked() {
        return values("Transfer-Encoding").stream().anyMatch("chunked"::equalsIgnoreCase);
    }

    /** The declared length, or -1 when there is none that is a number. */
    long contentLength() {
        List<String> values = values("Content-Length");
        return values.isEmpty() || !values.getFirst().matches("\\d{1,18}") ? -1 : Long.parseLong(values.getFirst());
    }
}
