package io.weir.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * {@code queue}: runs that wait for a free peer, first come, first served. Guarded by the group, but for the waiting
 * itself.
 */
final class WaitingLine {

    /** A run in the line. */
    static final class Place {

        private final Selection selection;
        private final @Nullable String boundTo;
        private @Nullable Peer granted; // guarded by the group
        private boolean left; // guarded by the group
        private boolean called; // guarded by this

        private Place(Selection selection, @Nullable String boundTo) {
            this.selection = selection;
            this.boundTo = boundTo;
        }

        @Nullable
        Peer granted() {
            return granted;
        }

        boolean hasLeft() {
            return left;
        }

        /** Blocks until it is called, for so long at most. */
        synchronized void awaitCall(long millis) throws InterruptedException {
            if (!called) {
                wait(Math.max(1, millis));
            }
            called = false;
        }

        private synchronized void call() {
            called = true;
            notifyAll();
        }
    }

    private final int places;
    private final Deque<Place> line = new ArrayDeque<>();

    WaitingLine(int places) {
        this.places = places;
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    int size() {
        return line.size();
    }

    /**
     * Takes the last place.
     *
     * @param boundTo the id of the peer that the request belongs to, if it does
     * @return null when all places are taken
     */
    @Nullable
    Place join(Selection selection, @Nullable String boundTo) {
        if (line.size() >= places) {
            return null;
        }
        Place place = new Place(selection, boundTo);
        line.add(place);
        return place;
    }

    /** Ends the waiting of somebody who may have been granted a peer in this moment. */
    void leave(Place place) {
        place.left = true;
        line.remove(place);
        place.call();
    }

    /** Gives free peers to those who wait, in their order. */
    void serve(long millis) {
        Iterator<Place> waiting = line.iterator();
        while (waiting.hasNext()) {
            Place place = waiting.next();
            Peer peer = place.selection.choose(millis, place.boundTo);
            if (peer != null) {
                waiting.remove();
                place.granted = peer;
                place.call();
            } else if (place.selection.isFresh()) {
                return; // who has asked nobody yet could have had any peer: there is none for the others either
            }
        }
    }
}
