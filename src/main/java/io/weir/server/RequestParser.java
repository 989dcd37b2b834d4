package io.weir.server;

import io.weir.config.ClientSettings;
import io.weir.config.ServerConfig;
import io.weir.route.HostHeader;
import io.weir.route.RegexLimitException;
import io.weir.route.ServerMatch;
import io.weir.route.ServerSelection;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's head line by line as nginx does ({@code ngx_http_process_request_line}, {@code …_headers}). Whole lines only
 * are read, so that any split of the input gives the same result. Confined to the connection's thread.
 */
final class RequestParser {

    private final RequestLineParser lineParser = new RequestLineParser();
    private final FieldRules rules = new FieldRules();
    private final HeaderBuffers buffers = new HeaderBuffers();
    private final LastHead last = new LastHead();

    private @Nullable ServerSelection servers;
    /** Of the default server, until the host tells which server's. */
    private ClientSettings settings;

    private @Nullable ServerMatch match;
    private @Nullable RequestLine line;
    private final ReceivedFields received = new ReceivedFields();
    /** Whether each line means the same to all servers. */
    private boolean memorable;

    private @Nullable ParsedHead head;
    private @Nullable Rejection rejection;

    /** Indexes into the input: of the head, of the line that is read, and of the first byte that was not looked at. */
    private int start;

    private int lineStart;
    private int unseen;

    RequestParser(ClientSettings settings) {
        this.settings = settings;
    }

    /**
     * Begins a request, after {@link #release}.
     *
     * @param selection the servers of the connection's address
     */
    void begin(ServerSelection selection) {
        if (servers != selection) {
            servers = selection;
            last.forget(); // a reload: what was chosen for the last head does not hold any more
        }
        settings = selection.defaultServer().root().client();
        memorable = true;
        buffers.begin(settings);
    }

    /** Gives up what belongs to a request that is over. */
    void release() {
        match = null;
        line = null;
        head = null;
        rejection = null;
        lineParser.release();
        start = -1;
        received.release();
        rules.release();
    }

    /** The head once it is complete and served. */
    @Nullable
    ParsedHead head() {
        return head;
    }

    @Nullable
    Rejection rejection() {
        return rejection;
    }

    /** The server of the host as far as that is known, else the default server. */
    ServerConfig server() {
        return match == null ? servers.defaultServer() : match.server();
    }

    /** Of an absolute target, else of {@code Host}; null as long as there was none. */
    @Nullable
    HostHeader host() {
        HostHeader absolute = line == null ? null : line.parsed().host();
        return absolute != null ? absolute : rules.host();
    }

    @Nullable
    RequestLine line() {
        return line;
    }

    /** See {@link RequestLineParser}, as the next. */
    String method() {
        return line == null ? lineParser.method() : line.method();
    }

    @Nullable
    String protocol() {
        return line == null ? lineParser.protocol() : line.protocol();
    }

    /** So far. */
    HttpFields fields() {
        return head != null ? head.fields() : received.toFields();
    }

    /** Lines that {@code ignore_invalid_headers} has dropped; null when there were none. */
    @Nullable
    List<String> dropped() {
        return received.dropped();
    }

    /** Bytes of whole lines. */
    int length() {
        return head != null ? head.length() : start < 0 ? 0 : lineStart - start;
    }

    /** Where the head begins in the input; -1 before its first byte. */
    int start() {
        return start;
    }

    /**
     * Parses what is here.
     *
     * @param position where the request begins: the same for each call
     * @return whether the head is complete, or known to be bad
     */
    boolean parse(byte[] in, int position, int limit) {
        if (start < 0 && !begins(in, position, limit)) {
            return false;
        }
        if (line == null) {
            head = last.ifSame(in, start, limit);
            if (head != null) {
                line = head.line();
                match = head.match();
                return true;
            }
        }
        while (head == null && rejection == null) {
            if (!parseLine(in, limit)) {
                return rejection != null;
            }
        }
        return true;
    }

    /** Empty lines before a request are skipped, and any CR and LF count as such. */
    private boolean begins(byte[] in, int position, int limit) {
        int at = position;
        while (at < limit && (in[at] == '\r' || in[at] == '\n')) {
            at++;
        }
        if (at == limit) {
            return false;
        }
        start = at;
        lineStart = at;
        unseen = at;
        return true;
    }

    /** @return false when more bytes are needed */
    private boolean parseLine(byte[] in, int limit) {
        HttpField same = line == null ? null : last.ifSameField(in, lineStart, limit);
        RequestLine sameLine = line == null ? last.ifSameLine(in, lineStart, limit) : null;
        int lineFeed;
        if (same != null) {
            lineFeed = lineStart + last.matched() - 1;
        } else if (sameLine != null) {
            lineFeed = lineStart + last.requestLineLength() - 1;
        } else {
            lineFeed = lineFeed(in, limit);
        }
        boolean whole = lineFeed < limit;
        if (!whole && line == null && !RequestLineParser.mayBecomeLine(in, lineStart, limit)) {
            rejection = Rejection.METHOD;
        } else if (!buffers.hold(lineStart - start, lineFeed + 1 - start, settings)) {
            rejection = line == null ? Rejection.LONG_LINE : Rejection.tooLarge(in, lineStart, start + buffers.end());
        } else if (whole && line == null) {
            takeRequestLine(sameLine, in, lineFeed);
        } else if (whole && same != null) {
            take(same, lineFeed);
        } else if (whole) {
            readField(in, lineFeed);
        }
        if (!whole) {
            unseen = limit;
        } else if (rejection == null || rejection.lineRead()) {
            lineStart = lineFeed + 1;
            unseen = lineStart;
        }
        return whole;
    }

    /** @return {@code limit} when there is none */
    private int lineFeed(byte[] in, int limit) {
        int at = unseen;
        while (at < limit && in[at] != '\n') {
            at++;
        }
        return at;
    }

    private void takeRequestLine(@Nullable RequestLine known, byte[] in, int lineFeed) {
        RequestLine read = known != null ? known : lineParser.parse(in, lineStart, lineFeed, settings.mergeSlashes());
        if (read == null) {
            rejection = lineParser.rejection();
            return;
        }
        line = read;
        received.ends[0] = lineFeed + 1 - start;
        HostHeader host = read.parsed().host();
        if (host != null) {
            select(host.name());
        }
        if (read.version().getVersion() < 10 && rejection == null) {
            finish(in, lineFeed); // HTTP/0.9 has no fields
        }
    }

    private void readField(byte[] in, int lineFeed) {
        if (lineFeed == lineStart || (lineFeed == lineStart + 1 && in[lineStart] == '\r')) {
            finish(in, lineFeed);
            return;
        }
        switch (FieldLineParser.parse(in, lineStart, lineFeed, settings.underscoresInHeaders())) {
            case FieldLineParser.Invalid(int at) -> {
                rejection = Rejection.invalidLine(in, lineStart, at);
            }
            case FieldLineParser.Field(HttpField field, boolean plain, boolean odd) -> {
                memorable &= plain;
                if (odd && settings.ignoreInvalidHeaders()) {
                    received.drop(FieldLineParser.shown(in, lineStart, lineFeed));
                } else {
                    last.other(field);
                    take(field, lineFeed);
                }
            }
        }
    }

    private void take(HttpField field, int lineFeed) {
        if (received.count >= settings.maxHeaders()) {
            rejection = new Rejection(494, "client sent too many header lines");
            return;
        }
        rejection = rules.take(field, received.fields, received.count);
        received.add(field, lineFeed + 1 - start);
        if (match == null && rules.host() != null && rejection == null) {
            select(rules.host().name());
        }
    }

    /** From here on the server's settings hold, not those of the default server. */
    private void select(String host) {
        try {
            match = servers.select(host);
            settings = match.server().root().client();
        } catch (RegexLimitException tooComplex) {
            rejection = new Rejection(500, tooComplex.getMessage());
        }
    }

    private void finish(byte[] in, int lineFeed) {
        if (match == null) {
            select("");
        }
        if (rejection == null) {
            rejection = rules.check(line);
        }
        if (rejection != null) {
            return;
        }
        head = new ParsedHead(
                line,
                received.toFields(),
                host(),
                match,
                rules.chunked() ? -1 : rules.bodyLength(),
                rules.expectsContinue(),
                rules.staysOpen(line.version()),
                lineFeed + 1 - start);
        if (memorable) {
            last.remember(head, in, start, received.ends, received.count + 1);
        }
    }
}
