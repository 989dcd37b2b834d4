package io.weir.loadtest;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamRequestContent;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * Blocking style with ready-made parts: a virtual thread per request that waits on jetty-client's streams. Usage:
 * {@code JettyClientBlocking PORT UPSTREAM_PORT}.
 */
public final class JettyClientBlocking extends Handler.Abstract {

    private final HttpClient client;
    private final int upstream;

    private JettyClientBlocking(HttpClient client, int upstream) {
        this.client = client;
        this.upstream = upstream;
    }

    public static void main(String[] args) throws Exception {
        // Zero lifts the limit on tasks that run at once, which is 200 otherwise.
        Server server = new Server(new VirtualThreadPool(0));
        server.addConnector(JettyAsync.connector(server, Integer.parseInt(args[0])));
        HttpClient client = JettyAsync.client();
        client.setExecutor(server.getThreadPool());
        server.addManaged(client);
        server.setHandler(new JettyClientBlocking(client, Integer.parseInt(args[1])));
        server.start();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        org.eclipse.jetty.client.Request forwarded = client.newRequest("127.0.0.1", upstream)
                .method(request.getMethod())
                .path(request.getHttpURI().getPathQuery());
        for (HttpField field : request.getHeaders()) {
            if (isEndToEnd(field)) {
                forwarded.headers(fields -> fields.add(field));
            }
        }
        if (request.getLength() > 0) {
            forwarded.body(new Body(Content.Source.asInputStream(request), request.getLength()));
        }
        InputStreamResponseListener answer = new InputStreamResponseListener();
        forwarded.send(answer);
        relay(answer, response);
        callback.succeeded();
        return true;
    }

    private static void relay(InputStreamResponseListener answer, Response response) throws Exception {
        org.eclipse.jetty.client.Response head = answer.get(60, TimeUnit.SECONDS);
        response.setStatus(head.getStatus());
        for (HttpField field : head.getHeaders()) {
            if (isEndToEnd(field)) {
                response.getHeaders().add(field);
            }
        }
        try (InputStream input = answer.getInputStream();
                OutputStream output = Content.Sink.asOutputStream(response)) {
            input.transferTo(output);
        }
    }

    private static boolean isEndToEnd(HttpField field) {
        HttpHeader header = field.getHeader();
        return header != HttpHeader.CONNECTION
                && header != HttpHeader.KEEP_ALIVE
                && header != HttpHeader.HOST
                && header != HttpHeader.TRANSFER_ENCODING;
    }

    /** A body whose length is known, so that it is not sent in chunks. */
    private static final class Body extends InputStreamRequestContent {

        private final long length;

        Body(InputStream stream, long length) {
            super(stream);
            this.length = length;
        }

        @Override
        public long getLength() {
            return length;
        }
    }
}
