package io.weir.upstream;

import io.weir.config.UpstreamConfig.Sticky;
import io.weir.variable.Scope;
import io.weir.variable.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What binds a request to the peer that its client has been with: nginx's {@code sticky}. Thread-safe. */
interface Binding {

    static Binding of(Sticky config) {
        return switch (config) {
            case Sticky.Cookie cookie -> new CookieBinding(cookie);
            case Sticky.Route(var variables) -> request -> first(variables, request);
            case Sticky.Learn learn -> new LearnedBinding(learn);
        };
    }

    /** What the request says, at the beginning of a run: a peer's id, or what stands for it. Null when it says nothing. */
    @Nullable
    String said(Scope request);

    /** The id of the peer that is meant; asked before each attempt. Null when nobody knows. */
    default @Nullable String peerId(String said, long millis) {
        return said;
    }

    /** The value of the {@code Set-Cookie} that comes with a response through this peer; null for none. */
    default @Nullable String cookie(Peer peer, Scope request, long millis) {
        return null;
    }

    /** The head of the peer's response has arrived and is passed on. */
    default void headerArrived(Peer peer, Scope request, @Nullable String said, long millis) {}

    /** The attempt is over and has not failed. */
    default void succeeded(Peer peer, Scope request, @Nullable String said, long millis) {}

    /** The first value that is not empty; null when there is none. */
    static @Nullable String first(List<Template> variables, Scope request) {
        for (Template variable : variables) {
            String value = variable.evaluate(request);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return null;
    }
}
