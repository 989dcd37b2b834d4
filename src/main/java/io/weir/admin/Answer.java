package io.weir.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A response.
 *
 * @param fields header fields besides the content type
 * @param body what becomes the JSON
 */
record Answer(int status, Map<String, String> fields, Map<String, ?> body) {

    static Answer ok(Map<String, ?> body) {
        return new Answer(200, Map.of(), body);
    }

    static Answer error(int status, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("status", status);
        error.put("message", message);
        return new Answer(status, Map.of(), Map.of("error", error));
    }
}
