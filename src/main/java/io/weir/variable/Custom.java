package io.weir.variable;

import org.jspecify.annotations.Nullable;

/**
 * A variable that the configuration makes: by {@code set}, by {@code map}, by a module's {@code …_set} directive. One object
 * per name; every template that names it holds this object, so that its value is an array element at run time.
 *
 * <p>Thread rule: the computation is set while the configuration is read; afterwards the object is immutable.
 */
public final class Custom {

    private final String name;
    private final int slot;
    private @Nullable Computation computation;
    private boolean set;

    Custom(String name, int slot) {
        this.name = name;
        this.slot = slot;
    }

    /** In lower case, without the dollar sign. */
    public String name() {
        return name;
    }

    /** Its number among the variables of the configuration, from 0 on. */
    public int slot() {
        return slot;
    }

    /** How its value comes about while nothing was assigned; null for a variable that is only ever assigned. */
    public @Nullable Computation computation() {
        return computation;
    }

    /** At configuration time, once. */
    public void computedBy(Computation how) {
        computation = how;
    }

    /** At configuration time: there is a {@code set} for it. */
    public void becomeSet() {
        set = true;
    }

    /** Whether it is empty while nothing was assigned, instead of not found: where there is a {@code set} for it. */
    public boolean emptyAtFirst() {
        return set;
    }

    /** What {@code map} and its kin compute. */
    public interface Computation {

        /**
         * @param scope what the request's other variables are now
         * @return a byte string, or null when the variable is not found
         */
        @Nullable
        String compute(Scope scope);

        /** Whether a request computes it once only; false for {@code volatile} maps. */
        default boolean remembered() {
            return true;
        }
    }

    @Override
    public String toString() {
        return "$" + name;
    }
}
