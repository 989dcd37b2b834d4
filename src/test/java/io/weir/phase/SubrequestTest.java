package io.weir.phase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.weir.testing.Bench;
import io.weir.testing.FakePeer;
import io.weir.testing.Gate;
import io.weir.testing.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests inside of requests, when things go slowly or wrong. */
@Timeout(60)
class SubrequestTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @RegisterExtension
    final Bench bench = new Bench();

    private final Gate asked = new Gate("the side peer is asked");
    private final Gate goOn = new Gate("the side peer may go on");

    private FakePeer sidePeer(String main, String keys) throws Exception {
        FakePeer side = bench.add(FakePeer.scripted());
        bench.start("""
            [[upstream]]
            name = "up"
            server = [{ address = "%s" }]
            [[upstream]]
            name = "side"
            server = [{ address = "%s" }]

            [[server]]
            listen = "127.0.0.1:%%front%%"

              [[server.location]]
              path = "/"
              proxy_pass = "http://up"
              client_body_buffer_size = 1024
              %s

              [[server.location]]
              path = "= /side"
              internal = true
              proxy_pass = "http://side"
              %s
            """.formatted(bench.peer().name(), side.name(), main, keys));
        return side;
    }

    @Test
    void aClientThatLeavesEndsTheQuestionWhetherItMay() throws Exception {
        FakePeer side = sidePeer("auth_request = \"/side\"", "");
        side.accept().readHead().open(asked).expectClose();
        RawClient client = bench.get();
        asked.await();
        client.close();
        side.awaitScript();
        bench.awaitAccess("status=499 ");
    }

    @Test
    void anAnswerThatAllowsDoesNotWaitForItsBody() throws Exception {
        FakePeer side = sidePeer("auth_request = \"/side\"", "");
        side.accept()
                .readHead()
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n")
                .expectClose();
        bench.peer().accept().readHead().send(OK);
        assertEquals("ok", bench.get().readResponse().bodyText());
        side.awaitScript();
    }

    @Test
    void aConnectionWhoseWholeAnswerWasReadIsKept() throws Exception {
        FakePeer side = sidePeer("auth_request = \"/side\"", "proxy_set_header = { Connection = \"\" }");
        side.accept().readHead().send(OK).readHead().send(OK);
        bench.peer().accept().readHead().send(OK).readHead().send(OK);
        RawClient client = bench.get();
        assertEquals(200, client.readResponse().status());
        client.send("GET / HTTP/1.1\r\nHost: front\r\n\r\n");
        assertEquals(200, client.readResponse().status());
    }

    @Test
    void aBodyIsNeitherReadNorAnnouncedForTheQuestion() throws Exception {
        FakePeer side = sidePeer("auth_request = \"/side\"", "");
        side.accept().readHead().expectHead("Content-Length: 0\r\n").send("HTTP/1.1 204 No Content\r\n\r\n");
        bench.peer().accept().readHead().readBody(5).send(OK);
        assertEquals(
                200,
                bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: 5\r\n\r\nhello")
                        .readResponse()
                        .status());
    }

    @Test
    void aCopyDoesNotDelayTheResponse() throws Exception {
        FakePeer side = sidePeer("mirror = \"/side\"", "");
        side.accept().readHead().open(asked).waitFor(goOn).send(OK);
        bench.peer().accept().readHead().send(OK);
        RawClient client = bench.get();
        assertEquals("ok", client.readResponse().bodyText());
        asked.await();
        assertFalse(goOn.isOpen());
        goOn.open();
        bench.awaitAccess("status=200 ");
    }

    @Test
    void theNextRequestOfTheConnectionComesAfterTheCopy() throws Exception {
        FakePeer side = sidePeer("mirror = \"/side\"", "");
        side.accept().readHead().open(asked).waitFor(goOn).send(OK).readHead().send(OK);
        bench.peer().accept().readHead().send(OK).readHead().send(OK);
        RawClient client = bench.get();
        assertEquals(200, client.readResponse().status());
        asked.await();
        client.send("GET /next HTTP/1.1\r\nHost: front\r\n\r\n");
        goOn.open();
        assertEquals(200, client.readResponse().status());
    }

    @Test
    void aBodyInAFileLivesAsLongAsTheCopy() throws Exception {
        String body = "0123456789".repeat(10_000);
        FakePeer side = sidePeer("mirror = \"/side\"", "");
        side.accept()
                .readHead()
                .open(asked)
                .waitFor(goOn)
                .readBody(body.length())
                .send(OK);
        bench.peer().accept().readHead().readBody(body.length()).send(OK);
        RawClient client =
                bench.send("POST / HTTP/1.1\r\nHost: front\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
        assertEquals(200, client.readResponse().status());
        asked.await();
        goOn.open();
        bench.awaitAccess("status=200 ");
    }

    @Test
    void aCopyThatFailsIsToldInTheErrorLogAlone() throws Exception {
        FakePeer side = sidePeer("mirror = \"/side\"", "");
        side.accept().readHead().reset();
        bench.peer().accept().readHead().send(OK);
        assertEquals(200, bench.get().readResponse().status());
        bench.awaitError("subrequest: \"/side\"");
        bench.awaitAccess("status=200 upstream=200 ");
    }

    @Test
    void aBrokenBodyIsRefusedBeforeItIsCopied() throws Exception {
        sidePeer("mirror = \"/side\"", "");
        RawClient client =
                bench.send("POST / HTTP/1.1\r\nHost: front\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n");
        assertEquals(400, client.readResponse().status());
    }
}
