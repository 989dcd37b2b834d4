package io.weir.admin;

import java.util.Map;

/** A request that is not served. The message is for whoever sent it. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    Refusal(int status, String message) {
        this(status, message, Map.of());
    }

    Refusal(int status, String message, Map<String, String> fields) {
        super(message, null, false, false);
        Answer error = Answer.error(status, message);
        this.answer = new Answer(status, fields, error.body());
    }

    Answer answer() {
        return answer;
    }
}
