package io.weir.differential;

import io.weir.testing.Bytes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * What was seen of one run of a scenario, with everything that differs from run to run (ports, dates) or from proxy to proxy
 * by name alone (the server's name) replaced.
 *
 * @param client what the client saw, in order
 * @param upstream what the peers saw: by peer, then in order
 * @param log the access log's lines, in {@link SharedConfig#LOG_FORMAT}
 * @param errorLog the error log's lines, which are never compared
 */
record Observation(List<ClientView> client, List<UpstreamView> upstream, List<String> log, List<String> errorLog) {

    private static final Pattern LEVEL = Pattern.compile("\\[(warn|error|crit|alert)]");

    /**
     * One response.
     *
     * @param connection the how-manieth connection of the client, from 0
     * @param headers header lines, sorted by name; lines of one name in their order
     * @param complete whether the body ended by its own framing
     * @param after what became of the connection: {@code used} by a later request, {@code kept}, {@code closed}, {@code reset}
     */
    record ClientView(
            int connection,
            String statusLine,
            List<String> headers,
            String body,
            List<String> trailers,
            boolean complete,
            String after) {

        int status() {
            String[] words = statusLine.split(" ", 3);
            return words.length > 1 && words[1].matches("\\d+") ? Integer.parseInt(words[1]) : 0;
        }

        @Override
        public String toString() {
            return "client connection " + connection + " got: " + statusLine + "\n" + lines(headers) + "  body: "
                    + shortened(body)
                    + "\n" + lines(trailers) + "  " + (complete ? "complete" : "truncated") + ", connection " + after
                    + "\n";
        }
    }

    /**
     * One request.
     *
     * @param connection the how-manieth connection of that peer, from 0
     * @param exchange the how-manieth request on it, from 0
     * @param headers header lines in their order
     */
    record UpstreamView(
            String peer, int connection, int exchange, String requestLine, List<String> headers, String body) {

        @Override
        public String toString() {
            return "peer " + peer + " connection " + connection + " request " + exchange + " got: " + requestLine + "\n"
                    + lines(headers) + "  body: " + shortened(body) + "\n";
        }
    }

    /** Warnings and errors about requests, from the text to the phase: what stands before and behind differs from run to run. */
    List<String> errors() {
        return errors(errorLog);
    }

    static List<String> errors(List<String> errorLog) {
        return errorLog.stream()
                .filter(line -> LEVEL.matcher(line).find() && line.contains(", client:"))
                .map(line -> line.substring(line.indexOf('*'), line.indexOf(", client:")))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    /** Everything that is compared, as text, so that a difference reads as a difference of lines. */
    String compared() {
        StringBuilder text = new StringBuilder();
        client.forEach(text::append);
        upstream.forEach(text::append);
        log.forEach(line -> text.append("log: ").append(line).append('\n'));
        return text.toString();
    }

    @Override
    public String toString() {
        return compared() + "error log (not compared):\n" + lines(errorLog);
    }

    /** A long body by its beginning, its length and its checksum. */
    static String shortened(String body) {
        if (body.length() <= 2_000) {
            return body;
        }
        CRC32 checksum = new CRC32();
        checksum.update(Bytes.of(body));
        return body.substring(0, 100) + "... (" + body.length() + " bytes, CRC " + Long.toHexString(checksum.getValue())
                + ")";
    }

    private static String lines(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append("  ").append(line).append('\n'));
        return text.toString();
    }
}
