package io.weir.config;

import io.weir.variable.Template;
import java.util.List;

/**
 * What is added to responses: {@code add_header}, {@code add_trailer}, {@code expires}.
 *
 * @param headers in order
 * @param trailers in order
 * @param expires what comes before the headers
 */
public record FieldSettings(List<Added> headers, List<Added> trailers, Expires expires) {

    public static final FieldSettings NONE = new FieldSettings(List.of(), List.of(), new Expires.Off());

    /**
     * One line.
     *
     * @param value evaluated when the head is sent; an empty value adds nothing
     * @param always whether errors get it too
     */
    public record Added(String name, Template value, boolean always) {}

    public boolean isEmpty() {
        return headers.isEmpty() && trailers.isEmpty() && expires instanceof Expires.Off;
    }
}
