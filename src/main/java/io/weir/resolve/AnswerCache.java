package io.weir.resolve;

import io.weir.resolve.Lookup.Question;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers by question. As in nginx, what nobody used for half a minute is forgotten, valid or not. Not thread-safe. */
final class AnswerCache {

    private static final long UNUSED_SECONDS = 30;

    /** {@code ngx_resolver_expire} looks at so many each time: the work never piles up, and is never much. */
    private static final int FORGOTTEN_AT_ONCE = 2;

    private record Entry(Answer answer, long usedAt) {}

    /** The least recently used first. */
    private final Map<Question, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /** An answer that still holds. */
    @Nullable
    Answer get(Question question, long now) {
        Entry entry = entries.get(question);
        if (entry == null || entry.answer().validUntil() < now) {
            return null;
        }
        if (entry.usedAt() != now) {
            entries.put(question, new Entry(entry.answer(), now));
        }
        return entry.answer();
    }

    void put(Question question, Answer answer, long now) {
        entries.put(question, new Entry(answer, now));
        Iterator<Entry> oldest = entries.values().iterator();
        for (int i = 0; i < FORGOTTEN_AT_ONCE && oldest.hasNext(); i++) {
            if (oldest.next().usedAt() + UNUSED_SECONDS < now) {
                oldest.remove();
            }
        }
    }

    int size() {
        return entries.size();
    }
}
