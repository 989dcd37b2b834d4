package io.weir.differential;

import io.weir.differential.Observation.ClientView;
import io.weir.testing.Bytes;
import io.weir.testing.Head;
import io.weir.testing.RawClient;
import io.weir.testing.RawResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpDateTime;
import org.jspecify.annotations.Nullable;

/** The client of one run: plays the scenario's steps and writes down what it saw. Owns its connection. */
final class ClientSession implements AutoCloseable {

    private static final Pattern PAGE_FOOTER =
            Pattern.compile("<center>(nginx|Weir)[^<]*</center>", Pattern.CASE_INSENSITIVE);
    private static final Pattern OWN_SERVER = Pattern.compile("Server: (nginx|Weir).*", Pattern.CASE_INSENSITIVE);
    private static final String PROBE =
            "GET " + SharedConfig.PROBE + " HTTP/1.1\r\nHost: probe\r\nConnection: close\r\n\r\n";

    private final InetSocketAddress address;
    private final Run run;
    private final List<ClientView> views = new ArrayList<>();
    private @Nullable RawClient client;
    private @Nullable RawResponse last;
    private int connection = -1;
    private boolean sizesVary;

    ClientSession(InetSocketAddress address, Run run) {
        this.address = address;
        this.run = run;
    }

    Run run() {
        return run;
    }

    /** Sends a request and reads its response, on the connection of the one before. */
    void exchange(String request) throws IOException {
        send(request);
        read(request.startsWith("HEAD "));
    }

    void send(String bytes) throws IOException {
        if (client == null) {
            client = RawClient.connect(address);
            connection++;
        }
        try {
            client.send(run.fill(bytes));
        } catch (IOException _) {
            // The proxy ended the connection; what it sent before that is still to be read.
        }
    }

    void halfClose() throws IOException {
        connected().halfClose();
    }

    /** Reads one response, which may be an informational one, and returns its status. */
    int read(boolean toHead) throws IOException {
        settle("used");
        last = toHead ? connected().readResponseToHead() : connected().readResponse();
        return last.status();
    }

    /** Reads a head and this much of a body, with the connection left in the middle of the response. */
    void readPart(String expected) throws IOException {
        settle("used");
        Head head = connected().readHead();
        String part = Bytes.text(connected().readExactly(expected.length()));
        if (!part.equals(expected)) {
            throw new AssertionError("the first part of the body is \"" + part + "\", not \"" + expected + "\"");
        }
        byte[] body = Bytes.of(part);
        last = new RawResponse(head, body, body, List.of(), false, RawResponse.Ending.OPEN);
    }

    /** Reads more bytes of an upgraded connection after {@link #readPart}. */
    void readMore(String expected) throws IOException {
        RawResponse begun = begun();
        String more = Bytes.text(connected().readExactly(expected.length()));
        if (!more.equals(expected)) {
            throw new AssertionError("the tunnel brought \"" + more + "\", not \"" + expected + "\"");
        }
        byte[] body = Bytes.of(begun.bodyText() + more);
        last = new RawResponse(begun.head(), body, body, List.of(), false, RawResponse.Ending.OPEN);
    }

    /** Reads what is left of a response with a Content-Length after {@link #readPart}. */
    void readRest() throws IOException {
        RawResponse begun = begun();
        int left = Integer.parseInt(begun.header("Content-Length").getFirst()) - begun.body().length;
        byte[] body = Bytes.of(begun.bodyText() + Bytes.text(connected().readExactly(left)));
        last = new RawResponse(begun.head(), body, body, List.of(), true, RawResponse.Ending.OPEN);
    }

    /** Waits until the proxy ends the connection without a further byte. */
    void expectClose() {
        connected().expectClose();
        if (last != null) {
            RawResponse begun = last;
            boolean complete = begun.complete();
            last = new RawResponse(
                    begun.head(), begun.rawBody(), begun.body(), List.of(), complete, RawResponse.Ending.CLOSED);
        }
    }

    private RawResponse begun() {
        if (last == null) {
            throw new IllegalStateException("no response was begun");
        }
        return last;
    }

    /** Makes the next request come on a connection of its own. */
    void endConnection() throws IOException {
        if (client != null) {
            settle(fate());
            client.close();
            client = null;
        }
    }

    private RawClient connected() {
        if (client == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        return client;
    }

    /** Finds out whether the connection was kept, without waiting: by using it once more. */
    private String fate() throws IOException {
        if (last == null) {
            return "unused";
        }
        if (last.ending() != RawResponse.Ending.OPEN) {
            return last.closedCleanly() ? "closed" : "reset";
        }
        RawResponse probed;
        try {
            probed = connected().send(PROBE).readResponse();
        } catch (IOException _) {
            return "closed";
        }
        return probed.status() == 204 ? "kept" : "closed";
    }

    private void settle(String after) {
        if (last != null) {
            views.add(view(last, after));
            last = null;
        }
    }

    private ClientView view(RawResponse response, String after) {
        boolean page = PAGE_FOOTER.matcher(response.bodyText()).find();
        sizesVary |= page || response.header("Transfer-Encoding").contains("chunked");
        List<String> headers = new ArrayList<>();
        for (String line : response.headerLines()) {
            headers.add(header(line, page, response));
        }
        headers.sort(Comparator.comparing(line -> line.split(":", 2)[0].toLowerCase(Locale.ROOT)));
        String body = PAGE_FOOTER.matcher(response.bodyText()).replaceAll("<center>SERVER</center>");
        return new ClientView(
                connection,
                response.statusLine(),
                headers,
                run.mask(body),
                response.trailers(),
                response.complete(),
                after);
    }

    private String header(String line, boolean ownPage, RawResponse response) {
        if (line.startsWith("Date: ")) {
            return "Date: *";
        }
        if (OWN_SERVER.matcher(line).matches()) {
            return "Server: *";
        }
        if (line.startsWith("Expires: ") && !response.header("Date").isEmpty()) {
            return relative(line, response.header("Date").getFirst());
        }
        return ownPage && line.startsWith("Content-Length: ") ? "Content-Length: *" : run.mask(line);
    }

    /** A time of these days is told by its distance from the response's own. */
    private static String relative(String expires, String date) {
        long then = HttpDateTime.parseToEpoch(expires.substring("Expires: ".length()));
        long seconds = (then - HttpDateTime.parseToEpoch(date)) / 1000;
        return Math.abs(seconds) < Duration.ofDays(1000).toSeconds() ? "Expires: Date + " + seconds : expires;
    }

    /** What the client saw; call after {@link #close}. */
    List<ClientView> views() {
        return List.copyOf(views);
    }

    /**
     * Whether the bytes sent may differ from run to run: a page of the proxy's own is as long as the proxy's name makes it,
     * and chunks are as large as what was read at once.
     */
    boolean sizesVary() {
        return sizesVary;
    }

    @Override
    public void close() throws IOException {
        endConnection();
    }
}
