package io.weir.server;

import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import io.weir.route.ListenSocket;
import io.weir.route.ServerSelection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads heads as one connection would, without a socket. */
final class Heads {

    private final ServerSelection servers;
    private final RequestReader reader;

    private Heads(ServerSelection servers) {
        this.servers = servers;
        this.reader = new RequestReader(servers.defaultServer().root().client());
    }

    /** @param toml a configuration with one listening socket */
    static ServerSelection servers(Path directory, String toml) throws IOException, ConfigException {
        Path file = Files.writeString(directory.resolve("weir.toml"), toml);
        return ListenSocket.of(ConfigReader.read(file)).getFirst().servers();
    }

    static Heads connection(ServerSelection servers) {
        return new Heads(servers);
    }

    RequestReader reader() {
        return reader;
    }

    /** Begins a request with other servers than before, as after a reload. */
    Heads begin(ServerSelection other) {
        reader.release();
        reader.begin(other);
        return this;
    }

    /** Begins a request and reads what arrives in these pieces, as far as it is needed. */
    Heads read(String... pieces) {
        begin(servers);
        reader.input().position(reader.input().limit()); // what the last one has left
        boolean whole = false;
        for (String piece : pieces) {
            receive(piece);
            whole = whole || reader.parseHead();
        }
        return this;
    }

    /** After {@link #begin}. */
    RequestReader receiveAndParse(String head) {
        receive(head);
        reader.parseHead();
        return reader;
    }

    private void receive(String piece) {
        byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; ) {
            var space = reader.spaceForHead();
            int count = Math.min(space.remaining(), bytes.length - at);
            space.put(bytes, at, count);
            reader.received(count);
            at += count;
        }
    }

    /** 0 for a head that is served, -1 for one that is not complete. */
    int status() {
        Rejection rejection = reader.rejection();
        return rejection != null ? rejection.status() : reader.head() != null ? 0 : -1;
    }

    /** All that is known of the head. */
    String described() {
        ParsedHead head = reader.head();
        return "status " + status() + " "
                + (reader.rejection() == null ? "" : reader.rejection().why()) + "\n"
                + reader.firstLine() + "|" + reader.method() + "|" + reader.target() + "|" + reader.version() + "\n"
                + reader.fields().stream()
                        .map(field -> field.getHeader() + "|" + field.getName() + "|" + field.getValue() + "\n")
                        .collect(Collectors.joining())
                + "length " + reader.headLength() + ", dropped " + reader.dropped() + ", server "
                + reader.server().firstName() + "\n"
                + (head == null
                        ? ""
                        : head.host() + ", body " + head.bodyLength() + ", stays " + head.staysOpen() + ", expects "
                                + head.expectsContinue());
    }
}
