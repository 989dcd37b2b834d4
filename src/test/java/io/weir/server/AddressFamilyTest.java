package io.weir.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.testing.Bench;
import io.weir.testing.RawClient;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** IPv4 and IPv6 clients at the same port. */
@Timeout(60)
class AddressFamilyTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: front\r\n\r\n";

    @RegisterExtension
    final Bench bench = new Bench();

    @BeforeAll
    static void ipv6IsThere() {
        try (ServerSocket _ = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            // That will do.
        } catch (IOException e) {
            assumeTrue(false, "this machine has no IPv6");
        }
    }

    private void start(String listens, String more) throws Exception {
        bench.start("""
            [[server]]
            listen = [%s]
              [[server.location]]
              path = "/"
              return = [200, "$remote_addr at $server_addr"]
            """.formatted(listens) + more);
    }

    private String answer(String host) throws IOException {
        try (RawClient client = client(host)) {
            return client.send(GET).readResponse().bodyText();
        }
    }

    private RawClient client(String host) throws IOException {
        int port = bench.weir().address().getPort();
        return RawClient.connect(new InetSocketAddress(InetAddress.getByName(host), port));
    }

    @Test
    void theUsualPairOfListensServesBothFamilies() throws Exception {
        start("\"%front%\", \"[::]:%front%\"", "");
        assertEquals("127.0.0.1 at 127.0.0.1", answer("127.0.0.1"));
        assertEquals("::1 at ::1", answer("::1"));
    }

    @Test
    void eachFamilyHasItsOwnServers() throws Exception {
        start("\"[::]:%front%\"", """
            [[server]]
            listen = "*:%front%"
            return = [200, "four"]
            """);
        assertEquals("four", answer("127.0.0.1"));
        assertEquals("::1 at ::1", answer("::1"));
    }

    @Test
    void anIpv4WildcardLeavesIpv6ToOthers() throws Exception {
        start("\"%front%\"", "");
        assertEquals("127.0.0.1 at 127.0.0.1", answer("127.0.0.1"));
        int port = bench.weir().address().getPort();
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName("::1"))) {
            assertEquals(port, other.getLocalPort());
        }
        assertThrows(BindException.class, () -> new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1")));
    }

    @Test
    void anIpv6WildcardAloneTurnsIpv4ClientsAway() throws Exception {
        start("\"[::]:%front%\"", "");
        assertEquals("::1 at ::1", answer("::1"));
        try (RawClient client = client("127.0.0.1")) {
            client.expectClose();
        } catch (SocketException reset) {
            // So early that the client takes it for the end of its attempt to connect.
            assertEquals("Connection reset by peer", reset.getMessage());
        }
    }

    @Test
    void ipv6onlyOffServesIpv4ClientsToo() throws Exception {
        start("\"[::]:%front% ipv6only=off\"", "");
        assertEquals("::1 at ::1", answer("::1"));
        assertEquals("127.0.0.1 at 127.0.0.1", answer("127.0.0.1"));
    }
}
