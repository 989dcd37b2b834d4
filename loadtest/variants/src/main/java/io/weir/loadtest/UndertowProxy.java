package io.weir.loadtest;

import io.undertow.Undertow;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;
import org.xnio.OptionMap;
import org.xnio.Options;

/** Undertow's proxy handler, an I/O thread for each core. Usage: {@code UndertowProxy PORT UPSTREAM_PORT}. */
public final class UndertowProxy {

    private static final int CONNECTIONS = 4096;

    private UndertowProxy() {}

    public static void main(String[] args) {
        LoadBalancingProxyClient client = new LoadBalancingProxyClient()
                .setConnectionsPerThread(CONNECTIONS)
                .setSoftMaxConnectionsPerThread(CONNECTIONS)
                .setMaxQueueSize(CONNECTIONS)
                .setTtl(75_000)
                .addHost(
                        URI.create("http://127.0.0.1:" + args[1]),
                        null,
                        null,
                        OptionMap.create(Options.TCP_NODELAY, true));
        Undertow.builder()
                .addHttpListener(Integer.parseInt(args[0]), "127.0.0.1")
                .setIoThreads(Runtime.getRuntime().availableProcessors())
                .setSocketOption(Options.TCP_NODELAY, true)
                .setSocketOption(Options.BACKLOG, CONNECTIONS)
                .setHandler(ProxyHandler.builder().setProxyClient(client).build())
                .build()
                .start();
    }
}
