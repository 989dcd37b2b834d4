package io.weir.differential;

import static io.weir.differential.Expect.header;
import static io.weir.differential.Scenario.named;

import java.util.ArrayList;
import java.util.List;

/** {@code proxy_cookie_domain}, {@code proxy_cookie_path} and {@code proxy_cookie_flags}, one row for each rule. */
final class CookieScenarios {

    /** Directives, what the upstream sets, and what the client gets of it. */
    private static final String[][] ROWS = {
        {"proxy_cookie_domain up.example front.example;", "a=1; Domain=up.example", "a=1; Domain=front.example"},
        {
            "proxy_cookie_domain up.example front.example;",
            "a=1; Domain=.Up.Example; Path=/two/x",
            "a=1; Domain=.front.example; Path=/two/x"
        },
        {"proxy_cookie_domain .up.example .front.example;", "a=1; domain=up.example", "a=1; domain=front.example"},
        {"proxy_cookie_domain .up.example .front.example;", "a=1; domain=.up.example", "a=1; domain=.front.example"},
        {"proxy_cookie_domain up.example front.example;", "a=1; Domain=x.up.example", "a=1; Domain=x.up.example"},
        {
            "proxy_cookie_domain up.example front.example;",
            "a=1;Domain = up.example ;Secure",
            "a=1; Domain=front.example; Secure"
        },
        {"proxy_cookie_domain up.example front.example;", "a=1; Domain; Path=/", "a=1; Domain; Path=/"},
        {
            "proxy_cookie_domain ~\\.?([a-z]+)\\.up\\.example$ $1.front.example;",
            "a=1; Domain=.X.UP.example",
            "a=1; Domain=X.front.example"
        },
        {"proxy_cookie_domain ~^(?<sub>\\w+)\\.up $sub.$host;", "a=1; Domain=s.up.example", "a=1; Domain=s.front"},
        {"proxy_cookie_domain $arg_from $arg_to;", "a=1; Domain=x", "a=1; Domain=y"},
        {
            "proxy_cookie_domain a.x b.x; proxy_cookie_domain a.x c.x;",
            "a=1; Domain=a.x; domain=a.x",
            "a=1; Domain=b.x; domain=b.x"
        },
        {"proxy_cookie_domain nothing b.x; proxy_cookie_domain ~a c.x;", "a=1; Domain=a.x", "a=1; Domain=c.x"},
        {"proxy_cookie_domain up.example \"\";", "a=1; Domain=up.example", "a=1; Domain="},
        {"proxy_cookie_domain off;", "a=1;Domain=up.example", "a=1;Domain=up.example"},
        {"proxy_cookie_path /two/ /;", "a=1; path=/two/x", "a=1; path=/x"},
        {"proxy_cookie_path /two/ /;", "a=1; path=/Two/x", "a=1; path=/Two/x"},
        {"proxy_cookie_path /two/ /;", "a=1; PATH=/two/; Max-Age=5", "a=1; PATH=/; Max-Age=5"},
        {"proxy_cookie_path /two/ /;", "a=1; path=/x/two/", "a=1; path=/x/two/"},
        {"proxy_cookie_path /two/ /;", "path=/two/; path=/two/", "path=/two/; path=/"},
        {"proxy_cookie_path /two/ /;", "novalue; path=/two/", "novalue; path=/two/"},
        {"proxy_cookie_path /two/ /;", "a=1; path=/two/;", "a=1; path=/; "},
        {"proxy_cookie_path /two/ /;", "a=b=c; path=/two/; x=y=z", "a=b=c; path=/; x=y=z"},
        {"proxy_cookie_path /two/ /;", "  a =  1 ;   path =  /two/q  ", "a=1; path=/q"},
        {"proxy_cookie_path ~^/t(\\w+)/(.*)$ /$2-$1;", "a=1; path=/two/x", "a=1; path=/x-wo"},
        {"proxy_cookie_path ~two /;", "a=1; path=/x/two/y", "a=1; path=/"},
        {"proxy_cookie_path ~TWO /;", "a=1; path=/two/", "a=1; path=/two/"},
        {"proxy_cookie_path ~*TWO /;", "a=1; path=/two/", "a=1; path=/"},
        {"proxy_cookie_path $uri /q;", "a=1; path=/c/x", "a=1; path=/q/x"},
        {"proxy_cookie_path / /front/; proxy_cookie_path /two/ /never/;", "a=1; path=/two/", "a=1; path=/front/two/"},
        {"proxy_cookie_path off;", "a=1;path=/two/", "a=1;path=/two/"},
        {"proxy_cookie_path \"\" /front;", "a=1; path=/two/", "a=1; path=/front/two/"},
        {"proxy_cookie_flags a secure samesite=lax;", "a=1", "a=1; Secure; SameSite=Lax"},
        {"proxy_cookie_flags A SECURE HttpOnly;", "a=1", "a=1; Secure; HttpOnly"},
        {"proxy_cookie_flags a httponly;", "a=1; httponly; path=/", "a=1; httponly; path=/"},
        {"proxy_cookie_flags a httponly;", "a=1;HTTPONLY", "a=1; HTTPONLY"},
        {"proxy_cookie_flags b secure;", "a=1;path=/", "a=1;path=/"},
        {"proxy_cookie_flags ~. nosecure samesite=strict;", "a=1; secure; SameSite=none", "a=1; SameSite=Strict"},
        {"proxy_cookie_flags ~^S.ss secure;", "sess=1", "sess=1; Secure"},
        {"proxy_cookie_flags a nosecure nohttponly nosamesite;", "a=1; Secure; HttpOnly; SameSite=Lax; x", "a=1; x"},
        {"proxy_cookie_flags a samesite=none;", "a=1; samesite=strict", "a=1; SameSite=None"},
        {"proxy_cookie_flags a samesite=strict;", "a=1; samesite=STRICT", "a=1; samesite=STRICT"},
        {"proxy_cookie_flags a samesite=lax samesite=strict;", "a=1", "a=1; SameSite=Strict"},
        {
            "proxy_cookie_flags a samesite=lax samesite=strict;",
            "a=1; samesite=none; samesite=none",
            "a=1; SameSite=Strict; SameSite=Lax"
        },
        {"proxy_cookie_flags a secure nosecure;", "a=1; secure", "a=1; secure"},
        {"proxy_cookie_flags a secure nosecure;", "a=1; secure; secure", "a=1; secure"},
        {"proxy_cookie_flags a nosamesite samesite=lax;", "a=1", "a=1; SameSite=Lax"},
        {"proxy_cookie_flags a secure; proxy_cookie_flags a httponly;", "a=1", "a=1; Secure"},
        {"proxy_cookie_flags b secure; proxy_cookie_flags ~a httponly;", "a=1", "a=1; HttpOnly"},
        {"proxy_cookie_flags a $arg_flag;", "a=1", "a=1; Secure"},
        {"proxy_cookie_flags a $arg_none secure;", "a=1", "a=1; Secure"},
        {"proxy_cookie_flags $arg_from secure;", "x=1", "x=1; Secure"},
        {"proxy_cookie_flags a wrong;", "a=1;path=/", "a=1;path=/"},
        {"proxy_cookie_flags a wrong httponly;", "a=1;path=/", "a=1; path=/; HttpOnly"},
        {"proxy_cookie_flags a $arg_none;", "a=1;path=/", "a=1;path=/"},
        {"proxy_cookie_flags a nosecure;", "a=1;path=/", "a=1; path=/"},
        {"proxy_cookie_flags a secure;", "a; path=/", "a; path=/"},
        {"proxy_cookie_flags a secure;", "a=; path=/", "a=; path=/; Secure"},
        {"proxy_cookie_flags off;", "a=1;path=/", "a=1;path=/"},
        {
            "proxy_cookie_domain u f; proxy_cookie_path /two /one; proxy_cookie_flags a secure;",
            "a=1; domain=u; path=/two",
            "a=1; domain=f; path=/one; Secure"
        },
    };

    private CookieScenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        for (String[] row : ROWS) {
            all.add(named(row[0] + " makes of \"" + row[1] + "\" \"" + row[2] + "\"")
                    .location(row[0])
                    .answers(Answers.with("Set-Cookie: " + row[1] + "\r\n"))
                    .get("/c?from=x&to=y&flag=secure")
                    .expect(header("Set-Cookie: " + row[2])));
        }
        all.add(named("each of several Set-Cookie lines is rewritten by itself")
                .location("proxy_cookie_path /two/ /;")
                .answers(Answers.with(
                        "Set-Cookie: a=1; path=/two/\r\nset-cookie: b=2\r\nSet-Cookie: c=3;path=/two/\r\n"))
                .get("/")
                .expect(
                        header("Set-Cookie: a=1; path=/"),
                        header("set-cookie: b=2"),
                        header("Set-Cookie: c=3; path=/")));
        all.add(inherited("rules of the server hold in a location without any", "", "a=1; path=/one/; Secure"));
        all.add(inherited(
                "rules of one kind replace those of the same kind only",
                "proxy_cookie_path off;",
                "a=1; path=/two/; Secure"));
        all.add(inherited(
                "rules of a location replace those of the server",
                "proxy_cookie_path /two/ /l/;",
                "a=1; path=/l/; Secure"));
        all.add(inherited("off cancels what the server has", "proxy_cookie_flags off;", "a=1; path=/one/"));
        return all;
    }

    private static Scenario inherited(String name, String location, String expected) {
        return named(name)
                .server("proxy_cookie_path /two/ /one/; proxy_cookie_flags a secure; location / { proxy_pass"
                        + " http://up; "
                        + location + " }")
                .answers(Answers.with("Set-Cookie: a=1; path=/two/\r\n"))
                .get("/")
                .expect(header("Set-Cookie: " + expected));
    }
}
