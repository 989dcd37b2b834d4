import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * The upstreams of the k6 scripts: two servers, and a third port that takes the second of them down for a while. Run it
 * with {@code java k6/Upstream.java}; the ports are 8091, 8092, and 8090 for control.
 *
 * <ul>
 *   <li>{@code GET /bytes/N} is answered with N bytes
 *   <li>{@code GET /delay/MS} is answered after so many milliseconds
 *   <li>a {@code POST} is read to its end, and {@code X-Received-Bytes} says how long it was
 *   <li>{@code POST /down?seconds=S} on the control port cuts the second server's connections and refuses new ones
 * </ul>
 */
public final class Upstream {

    private static final int CONTROL = 8090;
    private static final int FIRST = 8091;
    private static final int SECOND = 8092;

    private static final byte[] PIECE = "0123456789abcdef".repeat(4096).getBytes();

    private static HttpServer second;

    private Upstream() {}

    public static void main(String[] args) throws IOException {
        // Without this, the JDK's server waits for acknowledgements between head and body: 40 ms each.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "4096");
        serve(FIRST, "first");
        second = serve(SECOND, "second");
        HttpServer control = HttpServer.create(address(CONTROL), 16);
        control.createContext("/down", Upstream::takeDown);
        control.start();
        System.out.println("upstreams on ports " + FIRST + " and " + SECOND + ", control on " + CONTROL);
    }

    private static HttpServer serve(int port, String name) throws IOException {
        HttpServer server = HttpServer.create(address(port), 4096);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, name));
        server.start();
        return server;
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private static void answer(HttpExchange exchange, String name) throws IOException {
        try (exchange) {
            long received = 0;
            try (InputStream body = exchange.getRequestBody()) {
                received = body.transferTo(OutputStream.nullOutputStream());
            }
            exchange.getResponseHeaders().set("X-Loadtest-Upstream", name);
            exchange.getResponseHeaders().set("X-Received-Bytes", Long.toString(received));
            String path = exchange.getRequestURI().getPath();
            long length = 64;
            if (path.startsWith("/bytes/")) {
                length = Long.parseLong(path.substring("/bytes/".length()));
            } else if (path.startsWith("/delay/")) {
                Thread.sleep(Long.parseLong(path.substring("/delay/".length())));
            }
            send(exchange, length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, long length) throws IOException {
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(200, length == 0 ? -1 : length);
        try (OutputStream body = exchange.getResponseBody()) {
            for (long left = length; left > 0; left -= PIECE.length) {
                body.write(PIECE, 0, (int) Math.min(left, PIECE.length));
            }
        }
    }

    private static synchronized void takeDown(HttpExchange exchange) throws IOException {
        try (exchange) {
            long seconds = Long.parseLong(exchange.getRequestURI().getQuery().substring("seconds=".length()));
            second.stop(0);
            Thread.ofVirtual().start(() -> bringBack(seconds));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private static void bringBack(long seconds) {
        try {
            Thread.sleep(seconds * 1000);
            second = serve(SECOND, "second");
            System.out.println("the second upstream is back after " + seconds + " s");
        } catch (IOException e) {
            System.err.println("the second upstream stays down: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
