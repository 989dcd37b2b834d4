package io.weir.health;

import org.jspecify.annotations.Nullable;

/**
 * What one check came to.
 *
 * @param phase what it was doing when it failed, in the words of the error log; null when it passed
 * @param error what went wrong; null when nothing did
 */
record Finding(@Nullable String phase, @Nullable String error) {

    static final Finding PASSED = new Finding(null, null);

    static Finding failed(String phase, String error) {
        return new Finding(phase, error);
    }

    boolean passed() {
        return phase == null;
    }
}
