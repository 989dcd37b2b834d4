package io.weir.upstream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The points of a consistent hash, bit for bit those of nginx and Cache::Memcached::Fast. Immutable. */
final class HashRing {

    private static final int POINTS_PER_WEIGHT = 160;
    private static final int SERVER_BITS = 31;
    private static final int SERVER_MASK = 0x7fffffff;

    /** In order; the position in the upper 32 of 63 bits, the number of the server in the lower ones. */
    private final long[] points;

    /** For each server, as its line is written, the indexes of its peers. */
    private final int[][] servers;

    HashRing(PeerList peers) {
        Map<String, List<Integer>> byServer = new LinkedHashMap<>();
        for (int i = 0; i < peers.size(); i++) {
            byServer.computeIfAbsent(peers.get(i).server(), _ -> new ArrayList<>())
                    .add(i);
        }
        servers = byServer.values().stream()
                .map(indexes -> indexes.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
        points = points(peers);
    }

    private long[] points(PeerList peers) {
        long[] all = new long[Math.multiplyExact(peers.totalWeight(), POINTS_PER_WEIGHT)];
        int count = 0;
        for (int server = 0; server < servers.length; server++) {
            for (int index : servers[server]) {
                int base = base(peers.get(index).server());
                int previous = 0;
                for (int i = 0; i < peers.states()[index].weight * POINTS_PER_WEIGHT; i++) {
                    previous = after(base, previous);
                    all[count++] = Integer.toUnsignedLong(previous) << SERVER_BITS | server;
                }
            }
        }
        Arrays.sort(all);
        return withoutEqualPositions(all);
    }

    /** The checksum of HOST, a zero byte and PORT, not ended. */
    private static int base(String server) {
        String host = server;
        String port = "";
        if (server.regionMatches(true, 0, "unix:", 0, 5)) {
            host = server.substring(5);
        } else {
            int digits = server.length();
            while (digits > 0 && isDigit(server.charAt(digits - 1))) {
                digits--;
            }
            if (digits > 0 && server.charAt(digits - 1) == ':') {
                host = server.substring(0, digits - 1);
                port = server.substring(digits);
            }
        }
        int checksum = Crc32.update(Crc32.START, bytes(host));
        return Crc32.update(Crc32.update(checksum, 0), bytes(port));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** The point that follows another one of the same server; the first follows 0. */
    private static int after(int base, int previous) {
        int checksum = base;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            checksum = Crc32.update(checksum, previous >>> shift & 0xff);
        }
        return Crc32.end(checksum);
    }

    private static long[] withoutEqualPositions(long[] sorted) {
        int count = 0;
        for (long point : sorted) {
            if (count == 0 || point >>> SERVER_BITS != sorted[count - 1] >>> SERVER_BITS) {
                sorted[count++] = point;
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    int size() {
        return points.length;
    }

    /** The number of the first point at or behind a hash; may be {@link #size}, which is the first one again. */
    int find(int hash) {
        int found = Arrays.binarySearch(points, Integer.toUnsignedLong(hash) << SERVER_BITS);
        return found >= 0 ? found : -found - 1;
    }

    /** The peers of the server at a point; numbers beyond the last begin anew. */
    int[] peersAt(int point) {
        return servers[(int) (points[point % points.length] & SERVER_MASK)];
    }

    /** For tests. */
    int position(int point) {
        return (int) (points[point] >>> SERVER_BITS);
    }
}
