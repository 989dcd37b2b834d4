package io.weir.limit;

/**
 * How many keys fit into a zone: nginx keeps each in a piece of shared memory whose size is the next power of two, so that
 * {@code zone=one:10m} bounds the keys here as it does there.
 */
final class ZoneMemory {

    private static final int PAGE = 4096;

    private final int fixed;
    private final long size;
    private long used;

    /**
     * @param size of the zone, bytes
     * @param fixed what nginx keeps of a key besides its bytes
     */
    ZoneMemory(long size, int fixed) {
        this.size = size;
        this.fixed = fixed;
    }

    /** @return false when the zone is full */
    boolean take(String key) {
        long piece = piece(key);
        if (used + piece > size) {
            return false;
        }
        used += piece;
        return true;
    }

    void giveBack(String key) {
        used -= piece(key);
    }

    private long piece(String key) {
        int bytes = fixed + key.length();
        if (bytes > PAGE / 2) {
            return (bytes + PAGE - 1L) / PAGE * PAGE;
        }
        return Math.max(8, Integer.highestOneBit(bytes - 1) << 1);
    }
}
