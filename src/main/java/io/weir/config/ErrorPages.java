package io.weir.config;

import io.weir.variable.Template;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code error_page} and {@code recursive_error_pages}.
 *
 * @param pages by status
 * @param recursive whether an error on the way to an error page has an error page itself
 */
public record ErrorPages(Map<Integer, Page> pages, boolean recursive) {

    static final ErrorPages NONE = new ErrorPages(Map.of(), false);

    /** {@link Page#status} of a page without {@code =}: the error keeps its status. */
    public static final int KEPT = -1;

    /**
     * Where an error leads.
     *
     * @param status of {@code =status}; 0 for a bare {@code =}, which takes the status of what answers; else {@link #KEPT}
     * @param target a path (internal redirect), {@code @name}, or anything else, to which the client is redirected
     */
    public record Page(int status, Template target) {}

    /** @return null when this error has no page of its own */
    public @Nullable Page of(int error) {
        return pages.isEmpty() ? null : pages.get(error);
    }
}
