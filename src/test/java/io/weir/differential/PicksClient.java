package io.weir.differential;

import io.weir.testing.Bytes;
import io.weir.testing.Patience;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What clients do to get many picks in an order that is the same whoever picks. The seed decides about all of it. */
final class PicksClient {

    private static final int BATCH = 50;
    private static final int STRETCHES = 20;
    private static final int LONGEST_STRETCH = 60;
    private static final int LINES = 6;
    private static final int KEYS = 300;

    private final InetSocketAddress proxy;
    private final PicksPeers peers;
    private final Random random;

    PicksClient(InetSocketAddress proxy, PicksPeers peers, long seed) {
        this.proxy = proxy;
        this.peers = peers;
        this.random = new Random(seed);
    }

    /** @param failuresIn in so many requests each peer fails one by closing the connection; 0: none fails */
    private String request(int id, int failuresIn, String more) {
        StringBuilder fails = new StringBuilder();
        for (String name : peers.names()) {
            if (failuresIn > 0 && random.nextInt(failuresIn) == 0) {
                fails.append(name);
            }
        }
        String key = random.nextInt(20) == 0 ? "" : Integer.toString(random.nextInt(KEYS), 36);
        return "GET /?id=" + id + "&k=" + key + "&fails=" + fails + more + " HTTP/1.1\r\nHost: front\r\nX-Real-IP: "
                + address() + "\r\n\r\n";
    }

    private String address() {
        if (random.nextInt(3) == 0) {
            return "2001:db8::" + Integer.toHexString(random.nextInt(1, 200));
        }
        return random.nextInt(1, 200) + "." + random.nextInt(256) + "." + random.nextInt(9) + "."
                + random.nextInt(1, 9);
    }

    /** One after the other, over a connection on which the proxy finds the next when it has answered the last. */
    void oneByOne(int requests, int failuresIn) throws IOException, InterruptedException {
        Refusals refusals = new Refusals(requests, failuresIn);
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int begin = 0; begin < requests; ) {
                refusals.reach(begin);
                int end = Math.min(Math.min(requests, begin + BATCH), refusals.nextMoment(begin));
                batch(socket, in, begin, end, failuresIn);
                begin = end;
            }
            refusals.reach(requests);
        }
    }

    private void batch(Socket socket, InputStream in, int from, int to, int failuresIn) throws IOException {
        StringBuilder batch = new StringBuilder();
        for (int id = from; id < to; id++) {
            batch.append(request(id, failuresIn, ""));
        }
        socket.getOutputStream().write(Bytes.of(batch.toString()));
        for (int id = from; id < to; id++) {
            readResponse(in);
        }
    }

    /** One peer after another refuses connections for a stretch of requests. */
    private final class Refusals {

        private record Stretch(int from, int to, String name) {}

        private final Deque<Stretch> coming = new ArrayDeque<>();
        private @Nullable Stretch current;

        /** @param failuresIn 0: nobody refuses */
        Refusals(int requests, int failuresIn) {
            List<String> names = List.copyOf(peers.names());
            for (int i = 1; failuresIn > 0 && i <= STRETCHES; i++) {
                int end = requests / STRETCHES * i;
                int length = random.nextInt(1, Math.min(LONGEST_STRETCH, requests / STRETCHES));
                coming.add(new Stretch(end - length, end, names.get(random.nextInt(names.size()))));
            }
        }

        /** The first request after this one before which something changes. */
        int nextMoment(int id) {
            if (current != null && id < current.to) {
                return current.to;
            }
            return coming.stream()
                    .mapToInt(Stretch::from)
                    .filter(from -> from > id)
                    .findFirst()
                    .orElse(Integer.MAX_VALUE);
        }

        /** A request is about to begin. */
        void reach(int id) throws IOException, InterruptedException {
            if (current != null && id >= current.to) {
                peers.listen(current.name);
                current = null;
            }
            if (!coming.isEmpty() && id >= coming.getFirst().from) {
                current = coming.removeFirst();
                peers.refuse(current.name);
            }
        }
    }

    /** What has happened to a request: it is held back by a peer, or else the client has its answer. */
    private record Event(int id, boolean arrived) {}

    /** Several requests are under way at once; each begins and ends when the one before has done so. */
    void overlapping(int requests, int failuresIn) throws IOException, InterruptedException {
        Refusals refusals = new Refusals(requests, failuresIn);
        BlockingQueue<Event> events = new LinkedBlockingQueue<>();
        peers.onArrival(id -> events.add(new Event(Integer.parseInt(id), true)));
        List<Line> idle = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            idle.add(new Line(connect(), events));
        }
        List<Line> all = List.copyOf(idle);
        List<Line> busy = new ArrayList<>();
        int begun = 0;
        while (begun < requests || !busy.isEmpty()) {
            if (begun < requests && !idle.isEmpty() && (busy.isEmpty() || random.nextBoolean())) {
                refusals.reach(begun);
                Line line = idle.removeFirst();
                String id = Integer.toString(begun);
                peers.hold(id);
                line.send(begun, request(begun, failuresIn, "&hold=" + id));
                boolean arrived = await(events, begun);
                (arrived ? busy : idle).add(line);
                if (!arrived) {
                    peers.release(id);
                }
                begun++;
            } else {
                Line line = busy.remove(random.nextInt(busy.size()));
                peers.release(Integer.toString(line.id));
                await(events, line.id);
                idle.add(line);
            }
        }
        refusals.reach(requests);
        for (Line line : all) {
            line.close();
        }
    }

    private static boolean await(BlockingQueue<Event> events, int id) throws InterruptedException {
        Event event = events.poll(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null || event.id() != id) {
            throw new AssertionError("request " + id + ", but there came " + event);
        }
        return event.arrived();
    }

    /** A connection of the client's, with a thread that reads the answers. */
    private static final class Line {

        private final Socket socket;
        private final BlockingQueue<Event> events;
        private volatile int id;

        Line(Socket socket, BlockingQueue<Event> events) {
            this.socket = socket;
            this.events = events;
            Thread.ofVirtual().start(this::read);
        }

        void send(int nextId, String request) throws IOException {
            id = nextId;
            socket.getOutputStream().write(Bytes.of(request));
        }

        private void read() {
            try {
                InputStream in = new BufferedInputStream(socket.getInputStream());
                while (true) {
                    readResponse(in);
                    events.add(new Event(id, false));
                }
            } catch (IOException closed) {
                // The test is over, or waits in vain for the next event.
            }
        }

        void close() throws IOException {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(Patience.BOUND.toMillis()));
        socket.connect(proxy);
        return socket;
    }

    private static void readResponse(InputStream in) throws IOException {
        String head = readHead(in).toLowerCase(Locale.ROOT);
        int length = head.indexOf("content-length: ") + "content-length: ".length();
        in.skipNBytes(Integer.parseInt(head.substring(length, head.indexOf('\r', length))));
    }

    /** Reads to the end of a head, or of the connection. */
    static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder(256);
        while (head.length() < 4 || head.charAt(head.length() - 1) != '\n' || head.charAt(head.length() - 3) != '\n') {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended in the head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
