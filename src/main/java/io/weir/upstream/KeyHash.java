package io.weir.upstream;

import io.weir.variable.Scope;
import io.weir.variable.Template;
import org.jspecify.annotations.Nullable;

/** {@code hash KEY}: compatible with Cache::Memcached (nginx-semantics 4.4.1). */
final class KeyHash implements Balancer {

    private final Template key;
    private final PeerList peers;

    KeyHash(Template key, PeerList peers) {
        this.key = key;
        this.peers = peers;
    }

    @Override
    public Balancer.Run begin(@Nullable Scope request) {
        return new Run(request == null ? "" : key.evaluate(request));
    }

    private final class Run extends DrawingRun {

        private final String value;
        private int round;
        private int sum; // unsigned

        Run(String value) {
            super(peers);
            this.value = value;
        }

        @Override
        boolean isBlank() {
            return value.isEmpty();
        }

        @Override
        int draw(int totalWeight) {
            int checksum = round == 0 ? Crc32.START : Crc32.update(Crc32.START, Integer.toString(round));
            sum += Crc32.end(Crc32.update(checksum, value)) >>> 16 & 0x7fff;
            round++;
            return Integer.remainderUnsigned(sum, totalWeight);
        }
    }
}
