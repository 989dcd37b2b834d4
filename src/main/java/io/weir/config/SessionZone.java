package io.weir.config;

/**
 * How many sessions fit into the shared memory that nginx would set aside for {@code sticky learn}: a zone's size means
 * the same number here, whatever a session takes on this heap.
 */
final class SessionZone {

    private static final int PAGE = 4096;

    /** nginx refuses less. */
    private static final long MIN_PAGES = 8;

    /** A page and its entry in the slab pool's table (ngx_slab.c). */
    private static final int PAGE_WITH_ENTRY = PAGE + 24;

    /** The slab pool's own fields, on a 64-bit machine. */
    private static final int POOL_HEADER = 704;

    /** Pages that hold the trees' roots and the name for the log. */
    private static final int OTHER_PAGES = 2;

    /** A session has 137 bytes, which take a slot of 256. */
    private static final int SESSIONS_PER_PAGE = 16;

    private SessionZone() {}

    static int sessions(String size) throws BadValue {
        long bytes;
        try {
            bytes = Units.size(size);
        } catch (BadValue _) {
            throw new BadValue("invalid zone size \"" + size + "\" in \"sticky\"");
        }
        if (bytes < MIN_PAGES * PAGE) {
            throw new BadValue("zone is too small in \"sticky\": it must have at least 32k");
        }
        long pages = (bytes - POOL_HEADER) / PAGE_WITH_ENTRY - OTHER_PAGES;
        return (int) Math.min(pages * SESSIONS_PER_PAGE, Integer.MAX_VALUE);
    }
}
