package io.weir.differential;

import static io.weir.differential.Expect.errorLogged;
import static io.weir.differential.Expect.header;
import static io.weir.differential.Expect.kept;
import static io.weir.differential.Expect.status;
import static io.weir.differential.Expect.upstreamHeader;
import static io.weir.differential.Scenario.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** {@code auth_basic}: with each kind of password that a file of users may hold; all of them are "secret". */
final class BasicAuthScenarios {

    static final Path USERS = users();

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private BasicAuthScenarios() {}

    private static Path users() {
        try {
            Path file = Files.createTempFile("weir-users", ".txt");
            file.toFile().deleteOnExit();
            file.toFile().setReadable(true, false); // nginx's worker may be somebody else
            return Files.writeString(file, """
                # a comment:{PLAIN}secret

                plain:{PLAIN}secret
                twice:{PLAIN}first
                twice:{PLAIN}second
                more:{PLAIN}secret:and a comment
                sha:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=
                ssha:{SSHA}gVK8WC9YyFT1gMsQHTGCgT3sSv5zYWx0
                apr1:$apr1$salt$VEpBc9VHGUKwI9.yg13Iu0
                md5:$1$salt$ez2vlPGdaLYkJam5pWs/Y1
                sha256:$5$saltsalt$0IyaXrmV7.sGNS6tirgqHLqX/G.FBvgkYA.lpPdS5sA
                sha512:$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN.Pq.H91p5hVO1
                des:abNANd1rDfiNc
                clear:secret
                empty:
                last:{PLAIN}secret\
                """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The header line for {@code user:password}. */
    static String authorization(String credentials) {
        String encoded = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.ISO_8859_1));
        return "Authorization: Basic " + encoded + "\r\n";
    }

    static List<Scenario> all() {
        return Stream.of(hashes(), headers(), settings()).flatMap(List::stream).toList();
    }

    private static List<Scenario> hashes() {
        return Stream.of("plain", "more", "sha", "ssha", "apr1", "md5", "sha256", "sha512", "des", "last")
                .flatMap(user -> Stream.of(
                        given("right password, " + user, authorization(user + ":secret"))
                                .expect(status(200), kept()),
                        given("wrong password, " + user, authorization(user + ":Secret"))
                                .expect(status(401), errorLogged("user \"" + user + "\": password mismatch"))))
                .toList();
    }

    private static List<Scenario> headers() {
        return List.of(
                given("no field", "")
                        .expect(
                                status(401),
                                header("WWW-Authenticate: Basic realm=\"area 51\""),
                                errorLogged("no user/password was provided for basic authentication")),
                given("unknown user", authorization("nobody:secret"))
                        .expect(status(401), errorLogged("user \"nobody\" was not found in \"/")),
                given("a clear text is no password", authorization("clear:secret"))
                        .expect(status(401)),
                given("an empty password in the file", authorization("empty:")).expect(status(401)),
                given("the first line of a user counts", authorization("twice:second"))
                        .expect(status(401)),
                given("a user that is the beginning of another", authorization("pla:secret"))
                        .expect(status(401)),
                given("an empty user", authorization(":secret")).expect(status(401)),
                given("no colon", authorization("plain")).expect(status(401)),
                given("a comment is no user", authorization("# a comment:secret"))
                        .expect(status(401)),
                given("the scheme in any case", authorization("plain:secret").replace("Basic", "bAsIC"))
                        .expect(status(200)),
                given("blanks behind the scheme", authorization("plain:secret").replace("Basic ", "Basic   "))
                        .expect(status(200)),
                given("another scheme", "Authorization: Bearer cGxhaW46c2VjcmV0\r\n")
                        .expect(status(401)),
                given("no base64", "Authorization: Basic !!!!\r\n").expect(status(401)),
                given("base64 without padding", authorization("sha:secret1").replace("=", ""))
                        .expect(status(401)),
                given("something behind the padding", "Authorization: Basic bGFzdDpzZWNyZXQ=xyz\r\n")
                        .expect(status(200)),
                given("nothing behind the scheme", "Authorization: Basic \r\n").expect(status(401)));
    }

    private static List<Scenario> settings() {
        String user = authorization("plain:secret");
        return List.of(
                set("a realm with a variable", "auth_basic $host; auth_basic_user_file " + USERS + ";", "")
                        .expect(status(401), header("WWW-Authenticate: Basic realm=\"front\"")),
                set("a realm that becomes off", "set $r off; auth_basic $r; auth_basic_user_file " + USERS + ";", "")
                        .expect(status(200)),
                set("a file with a variable", "set $f " + USERS + "; auth_basic x; auth_basic_user_file $f;", user)
                        .expect(status(200)),
                set("a file that is missing", "auth_basic x; auth_basic_user_file " + USERS + ".no;", user)
                        .expect(status(403), errorLogged("failed (2: No such file or directory)")),
                set("a realm without a file asks for nothing", "auth_basic x;", "")
                        .expect(status(200)),
                set("the user goes on as a variable", password() + " proxy_set_header X-User $remote_user;", user)
                        .expect(status(200), upstreamHeader("X-User: plain")),
                set("auth_delay lets a refusal wait", password() + " auth_delay 50ms;", "")
                        .expect(status(401), errorLogged("delaying unauthorized request")),
                named("off in a location")
                        .server(password() + " location / { auth_basic off; proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(200)),
                named("an error page for 401 keeps the challenge")
                        .server(password() + " error_page 401 /denied; location / { proxy_pass http://up; }"
                                + " location = /denied { auth_basic off; proxy_pass http://up; }")
                        .answers(OK)
                        .get("/")
                        .expect(status(401), header("WWW-Authenticate: Basic realm=\"area 51\"")));
    }

    private static String password() {
        return "auth_basic 'area 51'; auth_basic_user_file " + USERS + ";";
    }

    private static Scenario.Builder given(String name, String field) {
        return set(name, password(), field);
    }

    private static Scenario.Builder set(String name, String directives, String field) {
        return named("auth_basic: " + name)
                .location(directives)
                .answers(OK)
                .request("GET / HTTP/1.1\r\nHost: front\r\n" + field + "\r\n");
    }
}
