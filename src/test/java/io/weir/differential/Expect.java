package io.weir.differential;

import io.weir.differential.Observation.ClientView;
import io.weir.differential.Observation.UpstreamView;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One thing that a scenario pins of an observation. Those about a response look at the last one unless they say which; those
 * about a request upstream look at the first.
 */
@FunctionalInterface
interface Expect {

    /** @throws AssertionError when the observation is not as expected */
    void check(Observation seen);

    private static Expect that(String what, Predicate<Observation> holds) {
        return seen -> {
            if (!holds.test(seen)) {
                throw new AssertionError("expected " + what + ", but saw:\n" + seen);
            }
        };
    }

    private static Expect response(String what, Predicate<ClientView> holds) {
        return that(
                what,
                seen -> !seen.client().isEmpty() && holds.test(seen.client().getLast()));
    }

    private static Expect request(String what, Predicate<UpstreamView> holds) {
        return that(
                what,
                seen -> !seen.upstream().isEmpty() && holds.test(seen.upstream().getFirst()));
    }

    static Expect status(int status) {
        return response("status " + status, view -> view.status() == status);
    }

    /** The status of each response; 0 stands for bytes that are no response, or for none. */
    static Expect statuses(Integer... statuses) {
        List<Integer> expected = List.of(statuses);
        return that(
                "statuses " + expected,
                seen -> seen.client().stream().map(ClientView::status).toList().equals(expected));
    }

    static Expect statusLine(String line) {
        return response("status line " + line, view -> view.statusLine().equals(line));
    }

    static Expect body(String body) {
        return response(
                "a body of " + body.length() + " bytes: " + Observation.shortened(body),
                view -> view.body().equals(body));
    }

    static Expect header(String line) {
        return response("header line " + line, view -> view.headers().contains(line));
    }

    static Expect noHeader(String name) {
        return response("no header " + name, view -> view.headers().stream().noneMatch(line -> isNamed(line, name)));
    }

    /** The body ended by its own framing. */
    static Expect complete() {
        return response("a complete response", ClientView::complete);
    }

    /** The connection ended before the body did. */
    static Expect truncated() {
        return response("a truncated response", view -> !view.complete());
    }

    static Expect kept() {
        return response("a kept client connection", view -> view.after().equals("kept"));
    }

    static Expect closed() {
        return response("a closed client connection", view -> view.after().equals("closed"));
    }

    static Expect upstreamLine(String line) {
        return request("request line " + line, view -> view.requestLine().equals(line));
    }

    /** All request lines that the peers saw, by peer and in order. */
    static Expect upstreamLines(String... lines) {
        List<String> expected = List.of(lines);
        return that(
                "request lines " + expected,
                seen -> seen.upstream().stream()
                        .map(UpstreamView::requestLine)
                        .toList()
                        .equals(expected));
    }

    static Expect upstreamHeader(String line) {
        return request("header line " + line, view -> view.headers().contains(line));
    }

    static Expect noUpstreamHeader(String name) {
        return request("no header " + name, view -> view.headers().stream().noneMatch(line -> isNamed(line, name)));
    }

    /** All header lines of the first request, in order. */
    static Expect upstreamHeaders(String... lines) {
        List<String> expected = List.of(lines);
        return request("header lines " + expected, view -> view.headers().equals(expected));
    }

    static Expect upstreamBody(String body) {
        return request(
                "a body of " + body.length() + " bytes: " + Observation.shortened(body),
                view -> view.body().equals(body));
    }

    /** Which peers were asked, in the order of their names, each once per request. */
    static Expect asked(String... peers) {
        List<String> expected = List.of(peers);
        return that(
                "requests to " + expected,
                seen -> seen.upstream().stream()
                        .map(UpstreamView::peer)
                        .toList()
                        .equals(expected));
    }

    /** On which connection of its peer each request came. */
    static Expect connections(Integer... connections) {
        List<Integer> expected = List.of(connections);
        return that(
                "requests on connections " + expected,
                seen -> seen.upstream().stream()
                        .map(UpstreamView::connection)
                        .toList()
                        .equals(expected));
    }

    /** A line of the access log contains the text. */
    static Expect logged(String text) {
        return that("access log with " + text, seen -> seen.log().stream().anyMatch(line -> line.contains(text)));
    }

    /** A line of the error log contains the text. */
    static Expect errorLogged(String text) {
        return that("error log with " + text, seen -> seen.errorLog().stream().anyMatch(line -> line.contains(text)));
    }

    /** All lines of warnings and errors, from the text to the phase. */
    static Expect errors(String... texts) {
        List<String> expected = List.of(texts);
        return that("the errors " + expected, seen -> seen.errors().equals(expected));
    }

    static Expect noErrorLogged(String text) {
        return that(
                "no error log with " + text, seen -> seen.errorLog().stream().noneMatch(line -> line.contains(text)));
    }

    private static boolean isNamed(String line, String name) {
        return line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":");
    }
}
