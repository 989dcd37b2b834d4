package io.weir.protocol.cgi;

import io.weir.config.CgiParam;
import io.weir.config.HandlerSettings;
import io.weir.protocol.Handler;
import java.util.List;

/** What FastCGI, uwsgi and SCGI have in common in one location: the parameters, compiled. Immutable. */
public abstract class CgiHandler implements Handler {

    private final HandlerSettings settings;
    private final CgiParams params;

    /** @param params as configured */
    protected CgiHandler(HandlerSettings settings, List<CgiParam> params) {
        this.settings = settings;
        this.params = new CgiParams(params, settings.passRequestHeaders());
    }

    @Override
    public final HandlerSettings settings() {
        return settings;
    }

    protected final CgiParams params() {
        return params;
    }

    /** A peer has to know from the parameters how long the body is: chunks are always read before. */
    @Override
    public boolean mayStream(long length) {
        return length >= 0;
    }
}
