package io.weir.loadtest;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.httpproxy.HttpProxy;

/**
 * Vert.x http-proxy: an event loop for each core, on epoll where it is there, and a server and a client on each of
 * them. Usage: {@code VertxProxy PORT UPSTREAM_PORT}.
 */
public final class VertxProxy extends VerticleBase {

    private static final int CONNECTIONS = 4096;

    private final int port;
    private final int upstream;

    private VertxProxy(int port, int upstream) {
        this.port = port;
        this.upstream = upstream;
    }

    public static void main(String[] args) {
        int loops = Runtime.getRuntime().availableProcessors();
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        int port = Integer.parseInt(args[0]);
        int upstream = Integer.parseInt(args[1]);
        vertx.deployVerticle(() -> new VertxProxy(port, upstream), new DeploymentOptions().setInstances(loops))
                .onFailure(failure -> {
                    System.err.println(failure);
                    System.exit(1);
                });
    }

    @Override
    public Future<?> start() {
        HttpClientOptions toUpstream =
                new HttpClientOptions().setTcpNoDelay(true).setKeepAlive(true).setKeepAliveTimeout(75);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(CONNECTIONS);
        HttpClient client = vertx.createHttpClient(toUpstream, pool);
        HttpServerOptions fromClients =
                new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(CONNECTIONS);
        return vertx.createHttpServer(fromClients)
                .requestHandler(HttpProxy.reverseProxy(client).origin(upstream, "127.0.0.1"))
                .listen(port, "127.0.0.1");
    }
}
