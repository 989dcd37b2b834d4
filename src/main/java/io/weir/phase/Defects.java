package io.weir.phase;

/** A defect on one line of the error log: what, and where in Weir's own code. */
final class Defects {

    private static final int FRAMES = 6;

    private Defects() {}

    static String describe(Throwable defect) {
        StringBuilder text = new StringBuilder(defect.toString());
        StackTraceElement[] frames = defect.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            text.append(i == 0 ? " at " : " < ").append(frames[i]);
        }
        return text.toString();
    }
}
