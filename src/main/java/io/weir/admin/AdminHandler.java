package io.weir.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ajax.JSON;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every request of the admin listener: who may come in, what is answered, and that it is JSON whatever happens. */
final class AdminHandler extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final Guard guard;
    private final UpstreamsApi api;

    AdminHandler(Guard guard, UpstreamsApi api) {
        this.guard = guard;
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Answer answer;
        try {
            answer = answer(request);
        } catch (Refusal refused) {
            answer = refused.answer();
        } catch (IOException lost) {
            callback.failed(lost);
            return true;
        } catch (RuntimeException defect) {
            LOG.error("a request of the admin listener failed", defect);
            answer = Answer.error(500, "this should not have happened; the log says more");
        }
        write(answer, response, callback);
        return true;
    }

    private Answer answer(Request request) throws Refusal, IOException {
        guard.check(request);
        String method = request.getMethod();
        if (!READS.contains(method)) {
            guard.checkWrite(request);
        }
        return api.serve(
                method.equals("HEAD") ? "GET" : method,
                Segments.split(request.getHttpURI().getPath()),
                () -> JsonBody.read(request));
    }

    /** What Jetty itself refuses, such as a request that is none. */
    static boolean error(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        write(Answer.error(status, "the request is malformed"), response, callback);
        return true;
    }

    private static void write(Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        answer.fields().forEach(response.getHeaders()::put);
        String json = new JSON().toJSON(answer.body()) + "\n";
        response.write(true, StandardCharsets.UTF_8.encode(json), callback);
    }
}
