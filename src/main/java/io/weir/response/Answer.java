package io.weir.response;

import java.util.List;

/** What became of a head that was to be passed to the client. */
public sealed interface Answer {

    /**
     * It was passed; this has to follow.
     *
     * @param parts in order; none when the response has no body
     */
    record Passed(List<BodyPart> parts) implements Answer {}

    /** It was not passed: a response of this status takes its place. */
    record Refused(int status) implements Answer {}
}
