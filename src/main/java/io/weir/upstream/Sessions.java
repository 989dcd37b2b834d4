package io.weir.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From clients' sessions to ids of peers: so many at most, the least recently used forgotten first. Thread-safe; its
 * lock is held for one look-up.
 */
final class Sessions {

    /** The MD5 of what identifies a session: of one size, however long that is. */
    private record Key(long high, long low) {

        static Key of(String session) {
            try {
                MessageDigest md5 = MessageDigest.getInstance("MD5");
                ByteBuffer digest = ByteBuffer.wrap(md5.digest(session.getBytes(StandardCharsets.ISO_8859_1)));
                return new Key(digest.getLong(), digest.getLong());
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every JDK has it
            }
        }
    }

    private record Session(String peerId, long lastMillis) {}

    private final int capacity;
    private final long timeoutMillis;
    private final Map<Key, Session> sessions = new LinkedHashMap<>(); // the last one used last; guarded by this

    Sessions(int capacity, long timeoutMillis) {
        this.capacity = capacity;
        this.timeoutMillis = timeoutMillis;
    }

    /** The id of the session's peer; null when there is no such session, or none any more. To look is not to use. */
    @Nullable
    String find(String session, long millis) {
        Key key = Key.of(session);
        synchronized (this) {
            Session found = sessions.get(key);
            return found == null || isOver(found, millis) ? null : found.peerId();
        }
    }

    /** Binds a session, which may be new, to a peer. */
    void put(String session, String peerId, long millis) {
        Key key = Key.of(session);
        synchronized (this) {
            sessions.remove(key);
            forget(millis);
            sessions.put(key, new Session(peerId, millis));
        }
    }

    /** The same, if the session exists. */
    void rebind(String session, String peerId, long millis) {
        Key key = Key.of(session);
        synchronized (this) {
            Session found = sessions.remove(key);
            if (found != null && !isOver(found, millis)) {
                sessions.put(key, new Session(peerId, millis));
            }
        }
    }

    synchronized int size() {
        return sessions.size();
    }

    /** Makes room for one: what is over goes, and if that is not enough, the oldest. Called with the lock. */
    private void forget(long millis) {
        Iterator<Session> oldest = sessions.values().iterator();
        while (oldest.hasNext()) {
            Session session = oldest.next();
            if (sessions.size() < capacity && !isOver(session, millis)) {
                return;
            }
            oldest.remove();
        }
    }

    private boolean isOver(Session session, long millis) {
        return millis - session.lastMillis() >= timeoutMillis;
    }
}
