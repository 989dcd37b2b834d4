package io.weir.config;

import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** "Did you mean": the nearest of some words by edit distance. */
final class Spelling {

    private Spelling() {}

    /**
     * @return the nearest word, the first of several in alphabetical order; null when none is near enough to be a slip
     *     (one edit, and one more for every five letters, at most three)
     */
    static @Nullable String nearest(String word, SortedSet<String> words) {
        int allowed = Math.min(3, 1 + word.length() / 5);
        String best = null;
        for (String candidate : words) {
            if (Math.abs(candidate.length() - word.length()) > allowed) {
                continue;
            }
            int distance = distance(word, candidate);
            if (distance <= allowed) {
                best = candidate;
                allowed = distance - 1;
            }
        }
        return best;
    }

    /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swap) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
