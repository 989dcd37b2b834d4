package io.weir.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.ajax.AsyncJSON;

/** The body of a request: a JSON object. */
final class JsonBody {

    static final int MAX_BYTES = 16 * 1024;

    private static final AsyncJSON.Factory PARSERS = new AsyncJSON.Factory();

    private JsonBody() {}

    /** Reads it all. Blocks. */
    static Map<String, Object> read(Request request) throws Refusal, IOException {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null || !HttpField.getValueParameters(type, null).equalsIgnoreCase("application/json")) {
            // A page of another site cannot send this type without asking first, which nobody answers here.
            throw new Refusal(415, "the body must have the Content-Type application/json");
        }
        if (request.getLength() > MAX_BYTES) {
            throw tooLarge();
        }
        byte[] bytes;
        try (InputStream in = Request.asInputStream(request)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return parse(bytes);
    }

    private static Refusal tooLarge() {
        return new Refusal(413, "the body is longer than " + MAX_BYTES + " bytes");
    }

    private static Map<String, Object> parse(byte[] bytes) throws Refusal {
        Object value;
        try {
            AsyncJSON parser = PARSERS.newAsyncJSON();
            parser.parse(bytes);
            value = parser.complete();
        } catch (RuntimeException malformed) {
            throw new Refusal(400, "the body is not valid JSON");
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((name, member) -> object.put((String) name, member));
            return object;
        }
        throw new Refusal(400, "the body must be a JSON object");
    }
}
