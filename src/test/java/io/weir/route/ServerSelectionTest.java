package io.weir.route;

import static io.weir.route.Configs.configuration;
import static io.weir.route.Configs.listen;
import static io.weir.route.Configs.listening;
import static io.weir.route.Configs.named;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.ListenOptions;
import io.weir.config.ServerConfig;
import io.weir.config.ServerConfig.Listen;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class ServerSelectionTest {

    private static final List<ServerConfig> SERVERS = List.of(
            named("def"),
            named(".example.com"),
            named("*.a.example.com", "mail.*", "~^(?<sub>.+)\\.rx\\.net$", ""),
            named("mail.a.*", "www.exact.org"),
            named("~RX"),
            named("*.com"));

    private static final ServerSelection SELECTION = new ServerSelection(SERVERS, SERVERS.getFirst());

    /** Host and first name of the server, as observed on nginx 1.22.1 with these servers. */
    @ParameterizedTest
    @CsvSource({
        "www.exact.org, mail.a.*",
        "example.com, .example.com",
        "x.example.com, .example.com",
        "x.a.example.com, *.a.example.com",
        "a.example.com, .example.com",
        ".example.com, .example.com",
        "mail.foo, *.a.example.com",
        "mail, def",
        "mail.a.b, mail.a.*",
        "mail.a, *.a.example.com",
        "z.rx.net, *.a.example.com",
        ".rx.net, ~RX",
        "zrxz, ~RX",
        "foo.com, *.com",
        "com, def",
        ".com, *.com",
        "mail.a.example.com, *.a.example.com",
        "foo, def",
        "[::1], def",
        "'', *.a.example.com"
    })
    void theMostSpecificNameWins(String host, String firstName) throws RegexLimitException {
        assertEquals(
                firstName, SELECTION.select(host).server().names().getFirst().text());
    }

    @Test
    void theNamedGroupsOfTheNameAreKept() throws RegexLimitException {
        Captures captures = SELECTION.select("z.rx.net").captures();

        assertNotNull(captures);
        assertEquals("z", captures.named("sub"));
        assertEquals("z", captures.group(1));
        assertNull(SELECTION.select("www.exact.org").captures());
        assertNull(SELECTION.select("unknown").captures());
    }

    @Test
    void theFirstServerKeepsANameThatTwoHave() throws RegexLimitException {
        ServerConfig first = named("a.org", "*.b.org", "c.*");
        ServerConfig second = named("a.org", ".a.org", ".b.org", "c.*", "b.org");
        ServerSelection selection = new ServerSelection(List.of(first, second), second);

        assertSame(first, selection.select("a.org").server());
        assertSame(first, selection.select("x.b.org").server());
        assertSame(first, selection.select("c.x").server());
        assertSame(second, selection.select("b.org").server());
        // ".a.org" was dropped as a whole, so this one is nobody's.
        assertSame(
                second,
                new ServerSelection(List.of(first, second), second)
                        .select("x.a.org")
                        .server());
        assertSame(
                first,
                new ServerSelection(List.of(first, second), first)
                        .select("x.a.org")
                        .server());
    }

    @Test
    void anEmptyHostIsNotMatchedByExpressions() throws RegexLimitException {
        ServerConfig first = named("def");
        ServerSelection selection = new ServerSelection(List.of(first, named("~.*")), first);

        assertSame(first, selection.select("").server());
    }

    @Test
    void eachAddressHasItsOwnDefaultServer() {
        InetSocketAddress port80 = new InetSocketAddress("127.0.0.1", 80);
        InetSocketAddress port81 = new InetSocketAddress("127.0.0.1", 81);
        SocketAddress unix = UnixDomainSocketAddress.of("/run/weir.sock");
        ServerConfig a = listening("a", listen(port80, false), listen(port81, false));
        ServerConfig b = listening("b", listen(port80, true), listen(unix, false));

        List<ListenSocket> sockets = ListenSocket.of(configuration(a, b));

        assertEquals(
                List.of(port80, port81, unix),
                sockets.stream().map(s -> s.listen().address()).toList());
        assertEquals(
                List.of(b, a, b),
                sockets.stream().map(s -> s.servers().defaultServer()).toList());
        assertSame(b.listens().getFirst(), sockets.getFirst().listen());
    }

    @Test
    void optionsOfTheSocketAreThoseOfWhicheverServerGivesThem() {
        InetSocketAddress port80 = new InetSocketAddress("127.0.0.1", 80);
        ListenOptions tuned = new ListenOptions(false, true, 1024, true, 0, 0, null);
        ServerConfig a = listening("a", new Listen("a", port80, tuned));
        ServerConfig b = listening("b", listen(port80, true));

        ListenSocket socket = ListenSocket.of(configuration(a, b)).getFirst();

        assertEquals(tuned, socket.listen().options());
        assertSame(b, socket.servers().defaultServer());
    }

    @Test
    void aSpecificAddressSharesTheSocketOfTheWildcard() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 80);
        InetSocketAddress loopback = new InetSocketAddress("127.0.0.1", 80);
        InetSocketAddress otherPort = new InetSocketAddress("127.0.0.1", 81);
        InetSocketAddress six = new InetSocketAddress(InetAddress.getByName("::1"), 80);
        ServerConfig specific =
                listening("specific", listen(loopback, false), listen(otherPort, false), listen(six, false));
        ServerConfig wildcard = listening("wildcard", listen(any, false));

        List<ListenSocket> sockets = ListenSocket.of(configuration(specific, wildcard));

        assertEquals(
                List.of(otherPort, six, any),
                sockets.stream().map(s -> s.listen().address()).toList());
        ListenSocket shared = sockets.getLast();
        assertSame(specific, shared.servers(loopback).defaultServer());
        assertSame(
                wildcard, shared.servers(new InetSocketAddress("127.0.0.2", 80)).defaultServer());
    }

    @Test
    void allAddressesOfBothFamiliesShareTheSocketOfTheIpv6Wildcard() throws Exception {
        InetSocketAddress any4 = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 80);
        InetSocketAddress any6 = new InetSocketAddress(InetAddress.getByName("::"), 80);
        InetSocketAddress loopback4 = new InetSocketAddress("127.0.0.1", 80);
        InetSocketAddress loopback6 = new InetSocketAddress(InetAddress.getByName("::1"), 80);
        InetSocketAddress other4 = new InetSocketAddress("127.0.0.2", 80);
        InetSocketAddress other6 = new InetSocketAddress(InetAddress.getByName("::2"), 80);
        ServerConfig specific = listening("specific", listen(loopback4, false), listen(loopback6, false));
        ServerConfig four = listening("four", listen(any4, false));
        ServerConfig six = listening("six", listen(any6, false));

        List<ListenSocket> sockets = ListenSocket.of(configuration(specific, four, six));

        assertEquals(
                List.of(any6), sockets.stream().map(s -> s.listen().address()).toList());
        ListenSocket shared = sockets.getFirst();
        assertEquals(
                List.of(specific, specific, four, six),
                Stream.of(loopback4, loopback6, other4, other6)
                        .map(local -> shared.servers(local).defaultServer())
                        .toList());
        assertTrue(Stream.of(loopback4, other4, other6).allMatch(shared::serves));
    }

    @Test
    void theIpv6WildcardAloneServesIpv4ClientsOnlyWithIpv6onlyOff() throws Exception {
        InetSocketAddress any6 = new InetSocketAddress(InetAddress.getByName("::"), 80);
        InetSocketAddress loopback4 = new InetSocketAddress("127.0.0.1", 80);
        InetSocketAddress other4 = new InetSocketAddress("127.0.0.2", 80);
        InetSocketAddress loopback6 = new InetSocketAddress(InetAddress.getByName("::1"), 80);
        ServerConfig six = listening("six", listen(any6, false));
        ServerConfig both =
                listening("both", new Listen("[::]:80", any6, new ListenOptions(false, true, 511, false, 0, 0, null)));
        ServerConfig four = listening("four", listen(loopback4, false));

        ListenSocket alone = ListenSocket.of(configuration(six)).getFirst();
        ListenSocket off = ListenSocket.of(configuration(both)).getFirst();
        ListenSocket beside = ListenSocket.of(configuration(four, six)).getFirst();

        assertEquals(List.of(false, true), List.of(alone.serves(loopback4), alone.serves(loopback6)));
        assertEquals(List.of(true, true), List.of(off.serves(loopback4), off.serves(loopback6)));
        assertSame(both, off.servers(loopback4).defaultServer());
        assertEquals(List.of(true, false), List.of(beside.serves(loopback4), beside.serves(other4)));
        assertSame(four, beside.servers(loopback4).defaultServer());
    }

    @Test
    void optionsOfTheIpv4WildcardHoldForTheSocketThatItSharesUnlessThatHasItsOwn() throws Exception {
        InetSocketAddress any4 = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 80);
        InetSocketAddress any6 = new InetSocketAddress(InetAddress.getByName("::"), 80);
        ListenOptions four = new ListenOptions(false, true, 1024, true, 0, 0, null);
        ListenOptions six = new ListenOptions(false, true, 2048, true, 0, 0, null);

        ListenSocket shared = ListenSocket.of(
                        configuration(listening("a", new Listen("4", any4, four), listen(any6, false))))
                .getFirst();
        ListenSocket own = ListenSocket.of(
                        configuration(listening("a", new Listen("4", any4, four), new Listen("6", any6, six))))
                .getFirst();

        assertEquals(
                List.of(any6, four),
                List.of(shared.listen().address(), shared.listen().options()));
        assertEquals(
                List.of(any6, six), List.of(own.listen().address(), own.listen().options()));
    }

    @Test
    void portsThatTheSystemChoosesAreNeverShared() throws Exception {
        InetSocketAddress any4 = new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0);
        InetSocketAddress any6 = new InetSocketAddress(InetAddress.getByName("::"), 0);
        ServerConfig server = listening("a", listen(any4, false), listen(any6, false));

        List<ListenSocket> sockets = ListenSocket.of(configuration(server));

        assertEquals(
                List.of(any4, any6),
                sockets.stream().map(s -> s.listen().address()).toList());
    }
}
