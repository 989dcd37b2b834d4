package io.weir.upstream;

import io.weir.config.UpstreamConfig.Sticky;
import io.weir.variable.Scope;
import org.jspecify.annotations.Nullable;

/** {@code sticky learn}: the proxy remembers which peer began a client's session. */
final class LearnedBinding implements Binding {

    private final Sticky.Learn config;
    private final Sessions sessions;

    LearnedBinding(Sticky.Learn config) {
        this.config = config;
        this.sessions = new Sessions(config.sessions(), config.timeoutMillis());
    }

    @Override
    public @Nullable String said(Scope request) {
        return Binding.first(config.lookup(), request);
    }

    @Override
    public @Nullable String peerId(String said, long millis) {
        return sessions.find(said, millis);
    }

    @Override
    public void headerArrived(Peer peer, Scope request, @Nullable String said, long millis) {
        if (config.afterHeader()) {
            learn(peer, request, said, millis);
        }
    }

    @Override
    public void succeeded(Peer peer, Scope request, @Nullable String said, long millis) {
        if (!config.afterHeader()) {
            learn(peer, request, said, millis);
        }
    }

    private void learn(Peer peer, Scope request, @Nullable String said, long millis) {
        String created = Binding.first(config.create(), request);
        if (created != null) {
            sessions.put(created, peer.id(), millis);
        } else if (said != null) {
            sessions.rebind(said, peer.id(), millis);
        }
    }
}
