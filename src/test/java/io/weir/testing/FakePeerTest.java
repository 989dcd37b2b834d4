package io.weir.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FakePeerTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @Test
    void scriptRunsItsStepsInOrderAndCapturesTheRequest() throws Exception {
        try (FakePeer peer = FakePeer.scripted()) {
            Gate sent = new Gate("the first half was sent");
            Gate go = new Gate("the second half may be sent");
            peer.accept()
                    .readHead()
                    .readBody(3)
                    .expectHead("POST /a")
                    .send(HELLO.substring(0, 40))
                    .open(sent);
            try (RawClient client = RawClient.connect(peer.address())) {
                client.send("POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
                sent.await();
                PeerScript next = peer.accept().readHead().send(HELLO).close();
                try (RawClient second = RawClient.connect(peer.address())) {
                    assertEquals(
                            "hello",
                            second.send("GET /b HTTP/1.1\r\n\r\n")
                                    .readResponse()
                                    .bodyText());
                    second.expectClose();
                }
                next.accept().waitFor(go).readHead().reset();
                go.open();
                assertEquals("HTTP/1.1 200 OK", client.readHead().firstLine());
            }
            try (RawClient third = RawClient.connect(peer.address())) {
                third.send("GET /c HTTP/1.1\r\n\r\n").expectClose();
            }
            peer.awaitScript();
            assertEquals(3, peer.requests().size());
            assertEquals("POST /a HTTP/1.1", peer.requests().getFirst().requestLine());
            assertEquals("abc", peer.requests().getFirst().bodyText());
            assertEquals(2, peer.requests().getLast().connection());
        }
    }

    @Test
    void awaitScriptRethrowsTheStepThatFailed() throws Exception {
        try (FakePeer peer = FakePeer.scripted()) {
            peer.accept().readHead().expectHead("POST").send(HELLO);
            try (RawClient client = RawClient.connect(peer.address())) {
                client.send("GET / HTTP/1.1\r\n\r\n").expectClose();
            }
            AssertionError error = assertThrows(AssertionError.class, peer::awaitScript);
            assertTrue(error.getMessage().contains("step 2: expectHead(POST)"), error.getMessage());
        }
    }

    @Test
    void connectionBeyondTheScriptIsAFailure() throws Exception {
        try (FakePeer peer = FakePeer.scripted()) {
            peer.accept().close();
            try (RawClient first = RawClient.connect(peer.address());
                    RawClient second = RawClient.connect(peer.address())) {
                first.expectClose();
                peer.accept().close();
                second.expectClose();
            }
            peer.awaitScript();
            assertEquals(2, peer.connectionCount());
        }
    }

    @Test
    void answeringPeerKeepsTheConnectionWhenTheBytesAllowIt() throws Exception {
        try (FakePeer peer = FakePeer.answering(HELLO)) {
            try (RawClient client = RawClient.connect(peer.address())) {
                client.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n");
                assertEquals("hello", client.readResponse().bodyText());
                client.send("GET / HTTP/1.1\r\n\r\n");
                assertEquals("hello", client.readResponse().bodyText());
            }
            assertEquals("ab", peer.requests().getFirst().bodyText());
            assertEquals(1, peer.requests().getLast().exchange());
        }
    }

    @Test
    void answeringPeerClosesAfterBytesWithoutFraming() throws Exception {
        try (FakePeer peer = FakePeer.answering("HTTP/1.1 200 OK\r\n\r\nall")) {
            try (RawClient client = RawClient.connect(peer.address())) {
                RawResponse response = client.send("GET / HTTP/1.1\r\n\r\n").readResponse();
                assertEquals("all", response.bodyText());
                assertTrue(response.complete() && response.closedCleanly());
            }
        }
    }

    @Test
    void refusingPeerRefusesAndKeepsItsPort() throws Exception {
        try (FakePeer peer = FakePeer.refusing()) {
            assertThrows(ConnectException.class, () -> RawClient.connect(peer.address()));
        }
        try (FakePeer peer = FakePeer.scripted()) {
            Gate accepted = new Gate("the first connection has its script");
            peer.accept().open(accepted).readHead().send(HELLO);
            try (RawClient client = RawClient.connect(peer.address())) {
                accepted.await();
                peer.refuse();
                assertThrows(ConnectException.class, () -> RawClient.connect(peer.address()));
                assertEquals(
                        200,
                        client.send("GET / HTTP/1.1\r\n\r\n").readResponse().status());
            }
            peer.awaitScript();
        }
    }

    @Test
    void scriptSpeaksOverAUnixSocket(@TempDir Path directory) throws Exception {
        Path path = directory.resolve("peer.sock");
        try (FakePeer peer = FakePeer.scripted(path)) {
            peer.accept().readHead().send(HELLO).close();
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                channel.connect(UnixDomainSocketAddress.of(path));
                channel.write(ByteBuffer.wrap(Bytes.of("GET / HTTP/1.1\r\n\r\n")));
                ByteBuffer all = ByteBuffer.allocate(1000);
                while (channel.read(all) >= 0) {
                    assertTrue(all.hasRemaining());
                }
                assertEquals(HELLO, Bytes.text(all.array()).substring(0, all.position()));
            }
            peer.awaitScript();
            assertEquals("unix:" + path, peer.name());
        }
    }

    @Test
    void clientTellsATruncatedResponseFromACompleteOne() throws Exception {
        try (FakePeer peer = FakePeer.scripted()) {
            peer.accept()
                    .readHead()
                    .send(HELLO.substring(0, HELLO.length() - 1))
                    .close();
            peer.accept()
                    .readHead()
                    .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                    .close();
            peer.accept().readHead().send("HTTP/1.1 200 OK\r\n\r\nhel").reset();
            assertFalse(answer(peer).complete());
            RawResponse chunked = answer(peer);
            assertFalse(chunked.complete());
            assertEquals("hello", chunked.bodyText());
            RawResponse reset = answer(peer);
            assertFalse(reset.complete());
            assertEquals(RawResponse.Ending.RESET, reset.ending());
            peer.awaitScript();
        }
    }

    @Test
    void clientReadsChunksTrailersAndTheNextResponse() throws Exception {
        try (FakePeer peer = FakePeer.scripted()) {
            peer.accept()
                    .readHead()
                    .sendInPieces(
                            "HTTP/1.1 200 OK\r\n"
                                    + "Transfer-Encoding: chunked\r\n\r\n"
                                    + "3;x=y\r\n"
                                    + "hel\r\n"
                                    + "2\r\n"
                                    + "lo\r\n"
                                    + "0\r\n"
                                    + "T: 1\r\n\r\n",
                            3,
                            50,
                            1)
                    .readHead()
                    .send("HTTP/1.1 100 Continue\r\n\r\n" + HELLO);
            try (RawClient client = RawClient.connect(peer.address())) {
                RawResponse first = client.send("GET / HTTP/1.1\r\n\r\n").readResponse();
                assertEquals("hello", first.bodyText());
                assertEquals("[T: 1]", first.trailers().toString());
                assertTrue(first.complete());
                assertEquals(
                        200,
                        client.send("GET / HTTP/1.1\r\n\r\n")
                                .readFinalResponse()
                                .status());
            }
            peer.awaitScript();
        }
    }

    private static RawResponse answer(FakePeer peer) throws IOException {
        try (RawClient client = RawClient.connect(peer.address())) {
            return client.send("GET / HTTP/1.1\r\n\r\n").readResponse();
        }
    }
}
