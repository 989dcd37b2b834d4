package io.weir.upstream;

/** What became of an attempt, as far as its peer is concerned. */
public enum Release {
    /** A response was delivered, or the run ended for a reason that is not the peer's. */
    SUCCESS,
    /** The peer's answer makes the run ask another ({@code http_403}, {@code http_404}): no failure of the peer. */
    NEXT,
    /** Counts against the peer: {@code error}, {@code timeout}, {@code invalid_header}, and a retried 429 or 5xx. */
    FAILED
}
