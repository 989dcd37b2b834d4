package io.weir.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class RequestTargetTest {

    /**
     * Target, then {@code $uri}, {@code $args}, {@code $request_uri} and {@code $host} as observed on nginx 1.22.1 with
     * {@code Host: h} and {@code merge_slashes on}.
     */
    private static final String[][] SERVED = {
        {"/", "/", "", "/", "h"},
        {"/a/b", "/a/b", "", "/a/b", "h"},
        {"/a//b", "/a/b", "", "/a//b", "h"},
        {"//a", "/a", "", "//a", "h"},
        {"/a///", "/a/", "", "/a///", "h"},
        {"/a/./b", "/a/b", "", "/a/./b", "h"},
        {"/a/.", "/a/", "", "/a/.", "h"},
        {"/a/..", "/", "", "/a/..", "h"},
        {"/a/../b", "/b", "", "/a/../b", "h"},
        {"/.", "/", "", "/.", "h"},
        {"/./", "/", "", "/./", "h"},
        {"/.a", "/.a", "", "/.a", "h"},
        {"/..a", "/..a", "", "/..a", "h"},
        {"/...", "/...", "", "/...", "h"},
        {"/a/.../b", "/a/.../b", "", "/a/.../b", "h"},
        {"/a./b", "/a./b", "", "/a./b", "h"},
        {"/a../b", "/a../b", "", "/a../b", "h"},
        {"/%61", "/a", "", "/%61", "h"},
        {"/%4A%4a", "/JJ", "", "/%4A%4a", "h"},
        {"/a/%2e%2E/b", "/b", "", "/a/%2e%2E/b", "h"},
        {"/a/%2e/b", "/a/b", "", "/a/%2e/b", "h"},
        {"/a/.%2e/b", "/b", "", "/a/.%2e/b", "h"},
        {"/a%2Fb", "/a/b", "", "/a%2Fb", "h"},
        {"/a%2f%2fb", "/a/b", "", "/a%2f%2fb", "h"},
        {"/a/%2F../b", "/b", "", "/a/%2F../b", "h"},
        {"/a%2f..%2fb", "/b", "", "/a%2f..%2fb", "h"},
        {"/%25", "/%", "", "/%25", "h"},
        {"/%2561", "/%61", "", "/%2561", "h"},
        {"/%23a", "/#a", "", "/%23a", "h"},
        {"/a%3Fb?c", "/a?b", "c", "/a%3Fb?c", "h"},
        {"/%3f", "/?", "", "/%3f", "h"},
        {"/a/.%25", "/a/.%", "", "/a/.%25", "h"},
        {"/a/..%23", "/a/..#", "", "/a/..%23", "h"},
        {"/a/..%3f/b", "/a/..?/b", "", "/a/..%3f/b", "h"},
        {"/%0a", "/\012", "", "/%0a", "h"},
        {"/%20", "/ ", "", "/%20", "h"},
        {"/a+b", "/a+b", "", "/a+b", "h"},
        {"/a%2Bb", "/a+b", "", "/a%2Bb", "h"},
        {"/\\a", "/\\a", "", "/\\a", "h"},
        {"/a\\..\\b", "/a\\..\\b", "", "/a\\..\\b", "h"},
        {"/%5c..", "/\\..", "", "/%5c..", "h"},
        {"/a?", "/a", "", "/a?", "h"},
        {"/a?b", "/a", "b", "/a?b", "h"},
        {"/a?b?c", "/a", "b?c", "/a?b?c", "h"},
        {"/?", "/", "", "/?", "h"},
        {"/a?b/../c", "/a", "b/../c", "/a?b/../c", "h"},
        {"/a?%00", "/a", "%00", "/a?%00", "h"},
        {"/a?b%zz", "/a", "b%zz", "/a?b%zz", "h"},
        {"/a?b#c", "/a", "b", "/a?b#c", "h"},
        {"/a?#c", "/a", "", "/a?#c", "h"},
        {"/a#b", "/a", "", "/a#b", "h"},
        {"/a#b?c", "/a", "", "/a#b?c", "h"},
        {"/#", "/", "", "/#", "h"},
        {"/a/..#x", "/", "", "/a/..#x", "h"},
        {"/a/..?x", "/", "x", "/a/..?x", "h"},
        {"/a/.?x", "/a/", "x", "/a/.?x", "h"},
        {"/a/.#x", "/a/", "", "/a/.#x", "h"},
        {"/a%20b?x=%20", "/a b", "x=%20", "/a%20b?x=%20", "h"},
        {"/\200\377", "/\200\377", "", "/\200\377", "h"},
        {"/%7f%80", "/\177\200", "", "/%7f%80", "h"},
        {"http://a.b", "/", "", "/", "a.b"},
        {"http://a.b/", "/", "", "/", "a.b"},
        {"http://A.b./c", "/c", "", "/c", "a.b"},
        {"http://a.b:80/c?d", "/c", "d", "/c?d", "a.b"},
        {"http://a.b:/c", "/c", "", "/c", "a.b"},
        {"http://a.b?x", "/", "x", "?x", "a.b"},
        {"http://a.b:81?x", "/", "x", "?x", "a.b"},
        {"http://[::1]/x", "/x", "", "/x", "[::1]"},
        {"http://[::1]:81/x", "/x", "", "/x", "[::1]"},
        {"ftp://h/x", "/x", "", "/x", "h"},
        {"h2+x-.1://h/x", "/x", "", "/x", "h"},
        {"http://a.b/%61", "/a", "", "/%61", "a.b"},
        {"http://a.b//x", "/x", "", "//x", "a.b"},
        {"http://a.b?x#y", "/", "x", "?x#y", "a.b"},
        {"http://.a/x", "/x", "", "/x", ".a"},
        {"http://a.b?/..//%61#z", "/", "/..//%61", "?/..//%61#z", "a.b"},
        {"http://a.b?%zz", "/", "%zz", "?%zz", "a.b"},
        {"/\"<>^`{}", "/\"<>^`{}", "", "/\"<>^`{}", "h"},
    };

    /** Where {@code merge_slashes off} made a difference: target and {@code $uri}, observed on nginx 1.22.1. */
    private static final String[][] UNMERGED = {
        {"/a//b", "/a//b"},
        {"//a", "//a"},
        {"/a///", "/a///"},
        {"/a%2f%2fb", "/a//b"},
        {"/a/%2F../b", "/a/b"},
        {"http://a.b//x", "//x"},
    };

    /** Targets that nginx 1.22.1 was observed to answer with 400, whatever {@code merge_slashes}. */
    private static final String[] REFUSED = {
        "/..",
        "/../a",
        "/a/../..",
        "/a/../../b",
        "/%2e%2e/a",
        "/%00",
        "/%0",
        "/%",
        "/%g1",
        "/%1g",
        "/a%?b",
        "/%2?",
        "/%2#",
        "/a\177",
        "/a\001",
        "/a\011b",
        "/a b",
        "/a?b c",
        "/a?\001",
        "/a?\177",
        "/a#\001",
        "/\000",
        "*",
        "",
        "a",
        "?a",
        "#a",
        "http://a.b:8a/c",
        "http://a.b#x",
        "http://a_b/",
        "http:///x",
        "http://",
        "http://[::1",
        "http://a..b/",
        "http://u@a/",
        "http:/a",
        "http:a",
        "1http://h/",
        "http://a.b/../x",
        "http://?x",
        "http://a%41/",
        "a.b:443",
        "http://./x",
    };

    static Stream<String[]> served() {
        return Arrays.stream(SERVED);
    }

    static Stream<String> refused() {
        return Arrays.stream(REFUSED);
    }

    private static RequestTarget valid(String target, boolean mergeSlashes) {
        return assertInstanceOf(RequestTarget.class, RequestTarget.parse(target, mergeSlashes));
    }

    @ParameterizedTest
    @MethodSource("served")
    void aTargetIsTakenApartAsNginxDoes(String target, String uri, String args, String raw, String host) {
        RequestTarget parsed = valid(target, true);

        assertEquals(uri, parsed.uri());
        assertEquals(args, parsed.args() == null ? "" : parsed.args());
        assertEquals(args.isEmpty() ? "" : "?", parsed.isArgs());
        assertEquals(raw, parsed.raw());
        assertEquals(host, parsed.host() == null ? "h" : parsed.host().name());
    }

    @ParameterizedTest
    @MethodSource("served")
    void withoutMergingSlashesOnlyTheUriDiffers(String target, String uri, String args, String raw, String host) {
        Map<String, String> differing = Arrays.stream(UNMERGED).collect(Collectors.toMap(row -> row[0], row -> row[1]));

        RequestTarget parsed = valid(target, false);

        assertEquals(differing.getOrDefault(target, uri), parsed.uri());
        assertEquals(valid(target, true).args(), parsed.args());
        assertEquals(raw, parsed.raw());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatNginxRefusesIsInvalid(String target) {
        assertInstanceOf(InvalidTarget.class, RequestTarget.parse(target, true));
        assertInstanceOf(InvalidTarget.class, RequestTarget.parse(target, false));
    }

    @Test
    void aBareQuestionMarkIsTheSameAsNoArguments() {
        assertNull(valid("/a?", true).args());
        assertEquals("", valid("/%61?#x", true).args());
        assertNull(valid("/a", true).args());
        assertNull(valid("/a#b?c", true).args());
    }

    @ParameterizedTest
    @CsvSource({
        "/a, false, true",
        "/a%20b, true, true",
        "/./a%20b, true, true",
        "/a/../b, false, true",
        "/a?x=%20, false, true",
        "/a#%20, false, true",
        "http://h/%61, true, true",
        "http://h, false, true",
        "http://h?x, false, false"
    })
    void theFlagsSayWhetherTheRawTargetServesAndWhetherAPathIsEscapedAgain(
            String target, boolean quoted, boolean rawUsable) {
        RequestTarget parsed = valid(target, true);

        assertEquals(quoted, parsed.quoted());
        assertEquals(rawUsable, parsed.rawUsable());
    }

    @Test
    void anAbsoluteTargetHasItsPort() {
        assertEquals(new HostHeader("a.b", 81), valid("http://A.b:81/", true).host());
        assertEquals(new HostHeader("a.b", 0), valid("http://a.b:/", true).host());
        assertNull(valid("/", true).host());
    }

    @Test
    void thePortOfAnAbsoluteTargetHasABound() {
        // As nginx 1.31; 1.22.1 takes any number.
        InvalidTarget refused = assertInstanceOf(InvalidTarget.class, RequestTarget.parse("http://a.b:65536/x", true));

        assertEquals("client sent invalid host in request line", refused.why());
    }

    @Test
    void aCharacterThatIsNoByteIsRefused() {
        assertInstanceOf(InvalidTarget.class, RequestTarget.parse("/\u0130", true));
    }

    @ParameterizedTest
    @CsvSource({"a.b:443, a.b, 443", "[::1]:8443, [::1], 8443", "A.b.:1, a.b, 1"})
    void theTargetOfAConnectIsAHostWithAPort(String target, String host, int port) {
        RequestTarget parsed = assertInstanceOf(RequestTarget.class, RequestTarget.parseAuthority(target));

        assertEquals(new HostHeader(host, port), parsed.host());
        assertEquals("", parsed.uri());
        assertEquals("", parsed.raw());
    }

    @ParameterizedTest
    @CsvSource({"a.b", "a.b:", "a.b:x", "a.b:443/", "/a", "http://a:80", "a_b:1", ":443", "[::1:443", "a:65536", "''"})
    void otherTargetsOfAConnectAreRefused(String target) {
        assertInstanceOf(InvalidTarget.class, RequestTarget.parseAuthority(target));
    }

    /** What must hold for any bytes, and a second opinion on every path that is taken. */
    @Test
    void randomBytesAreEitherRefusedOrNormalized() {
        String alphabet = "/////.....%%%2eEfF2530?#ab:\u00e4";
        for (int round = 0; round < 200_000; round++) {
            Random random = new Random(round);
            StringBuilder target = new StringBuilder(random.nextInt(8) == 0 ? "http://h" : "/");
            for (int left = random.nextInt(14); left > 0; left--) {
                target.append(
                        random.nextInt(20) == 0
                                ? (char) random.nextInt(256)
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            boolean merge = random.nextBoolean();
            String message = "seed " + round + ": " + target;

            ParsedTarget parsed = RequestTarget.parse(target.toString(), merge);
            RequestTarget.parseAuthority(target.toString());

            if (parsed instanceof RequestTarget valid) {
                String uri = valid.uri();
                assertTrue(uri.startsWith("/"), message);
                assertFalse(Arrays.asList(uri.split("/", -1)).contains(".."), message);
                assertFalse(Arrays.asList(uri.split("/", -1)).contains("."), message);
                assertFalse(merge && uri.contains("//"), message);
                assertTrue(valid.raw().equals("/") || target.toString().endsWith(valid.raw()), message);
                // Escaping is the inverse of decoding: what is sent on names the same resource.
                RequestTarget again = valid(UriEscape.escape(uri), merge);
                assertEquals(uri, again.uri(), message);
            } else {
                assertNotNull(((InvalidTarget) parsed).why());
            }
        }
    }
}
