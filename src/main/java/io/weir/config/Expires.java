package io.weir.config;

import io.weir.variable.Template;

/** {@code expires}: what {@code Expires} and {@code Cache-Control} say. Times are seconds. */
public sealed interface Expires {

    /** {@code off}: both lines stay as they are. */
    record Off() implements Expires {}

    /** {@code epoch}: never fresh. */
    record Epoch() implements Expires {}

    /** {@code max}: fresh for ten years. */
    record Max() implements Expires {}

    /** {@code @15h30m}: until that time of the day, in the machine's zone. */
    record Daily(long time) implements Expires {}

    /** From the response on; negative: already stale. */
    record AfterAccess(long time) implements Expires {}

    /** {@code modified}: from {@code Last-Modified} on, or from the response on where that is missing. */
    record AfterModification(long time) implements Expires {}

    /** A value with variables: {@link #parse} says what it means; nothing when it is not valid. */
    record Evaluated(Template value, boolean modified) implements Expires {}

    long DAY = 24 * 60 * 60;

    /**
     * {@code ngx_http_parse_expires}.
     *
     * @param modified whether the word {@code modified} stands before the time
     * @throws InvalidExpires with what is wrong
     */
    static Expires parse(String text, boolean modified) throws InvalidExpires {
        if (!modified) {
            switch (text) {
                case "epoch" -> {
                    return new Epoch();
                }
                case "max" -> {
                    return new Max();
                }
                case "off" -> {
                    return new Off();
                }
                default -> {}
            }
        }
        char sign = text.isEmpty() ? ' ' : text.charAt(0);
        boolean signed = sign == '@' || sign == '+' || sign == '-';
        if (sign == '@' && modified) {
            throw new InvalidExpires("daily time cannot be used with \"modified\" parameter");
        }
        long time;
        try {
            time = Units.seconds(signed ? text.substring(1) : text);
        } catch (BadValue notATime) {
            throw new InvalidExpires("it must be a time such as \"1h\", \"-1\" or \"@15h30m\", epoch, max or off");
        }
        if (sign == '@') {
            if (time > DAY) {
                throw new InvalidExpires("daily time value must be less than 24 hours");
            }
            return new Daily(time);
        }
        long signedTime = sign == '-' ? -time : time;
        return modified ? new AfterModification(signedTime) : new AfterAccess(signedTime);
    }

    /** A value that {@code expires} does not take. */
    final class InvalidExpires extends Exception {
        private static final long serialVersionUID = 1;

        InvalidExpires(String message) {
            super(message, null, false, false);
        }
    }
}
