package io.weir.forward;

import io.weir.config.HandlerSettings;
import io.weir.connect.KeepalivePool;
import io.weir.http.FieldNames;
import io.weir.protocol.Handler;
import io.weir.upstream.Upstream;
import org.jspecify.annotations.Nullable;

/**
 * Where one run goes.
 *
 * @param handler the protocol spoken there, with the location's settings
 * @param hidden the names of fields that the client does not get
 * @param ignored {@code *_ignore_headers}: fields that are not acted upon
 * @param upstream the group that peers are picked from; filled in later where the run has to find it
 * @param pool the group's idle connections; null when it keeps none
 * @param tls how connections are secured; null for plain ones
 * @param tag what a kept connection must have been opened for when the pool is {@code local}
 */
record Destination(
        Handler handler,
        FieldNames hidden,
        FieldNames ignored,
        Upstream upstream,
        @Nullable KeepalivePool pool,
        @Nullable UpstreamTls tls,
        Object tag) {

    /** The same with a group that was found for one run, whose connections nobody keeps. */
    Destination at(Upstream found) {
        return new Destination(handler, hidden, ignored, found, null, tls, tag);
    }

    HandlerSettings settings() {
        return handler.settings();
    }
}
