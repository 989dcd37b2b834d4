package io.weir.loadtest;

import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty's own reverse proxy, asynchronous on both sides. Usage: {@code JettyAsync PORT UPSTREAM_PORT}. */
public final class JettyAsync {

    private static final int CONNECTIONS = 4096;

    private JettyAsync() {}

    public static void main(String[] args) throws Exception {
        Server server = new Server(new QueuedThreadPool());
        server.addConnector(connector(server, Integer.parseInt(args[0])));
        server.setHandler(new Proxy(Integer.parseInt(args[1])));
        server.start();
    }

    static ServerConnector connector(Server server, int port) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        ServerConnector connector = new ServerConnector(server, 1, selectors, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(CONNECTIONS);
        connector.setAcceptedTcpNoDelay(true);
        connector.setIdleTimeout(75_000);
        return connector;
    }

    static HttpClient client() {
        int selectors = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(selectors);
        transport.getClientConnector().setTCPNoDelay(true);
        HttpClient client = new HttpClient(transport);
        client.setMaxConnectionsPerDestination(CONNECTIONS);
        client.setMaxRequestsQueuedPerDestination(CONNECTIONS);
        client.setIdleTimeout(75_000);
        client.setFollowRedirects(false);
        client.setUserAgentField(null);
        client.getContentDecoderFactories().clear();
        return client;
    }

    private static final class Proxy extends ProxyHandler.Reverse {

        Proxy(int upstream) {
            super(request -> HttpURI.build(request.getHttpURI()).scheme("http").authority("127.0.0.1", upstream));
        }

        @Override
        protected HttpClient newHttpClient() {
            return client();
        }
    }
}
