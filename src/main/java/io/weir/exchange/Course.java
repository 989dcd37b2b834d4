package io.weir.exchange;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/**
 * How far an exchange has come through the phases and what it takes along: rewrites, redirects inside, error pages
 * (nginx-semantics 8.3, 8.4). Confined to the exchange's thread.
 */
public final class Course {

    /** nginx's limit of rewrites and internal redirects in sum, and one. */
    private static final int URI_CHANGES = 11;

    private boolean internal;
    private boolean uriChanged;
    private boolean locationValid = true;
    private int uriChangesLeft = URI_CHANGES;
    private boolean errorPage;
    private int errorStatus;
    private boolean closing;
    private HttpFields.@Nullable Mutable carried;

    /** Whether a {@code rewrite} or a redirect inside has brought the request here: {@code internal} locations let it in. */
    public boolean internal() {
        return internal;
    }

    public void becomeInternal() {
        internal = true;
    }

    /** Whether a rewrite asks for a new search for a location (nginx's {@code uri_changed}). */
    public boolean uriChanged() {
        return uriChanged;
    }

    public void uriChanged(boolean changed) {
        uriChanged = changed;
    }

    /** Whether the URI still is the location's: false after {@code rewrite … break} (nginx's {@code valid_location}). */
    public boolean locationValid() {
        return locationValid;
    }

    public void locationValid(boolean valid) {
        locationValid = valid;
    }

    /**
     * Counts a change of the URI.
     *
     * @return false when there were too many: the request goes in circles
     */
    public boolean mayMoveOn() {
        return --uriChangesLeft > 0;
    }

    /** Whether the request has not gone in circles yet. */
    public boolean canMoveOn() {
        return uriChangesLeft > 0;
    }

    /** Whether an error page is being made, which errors do not interrupt again unless they may recurse. */
    public boolean errorPage() {
        return errorPage;
    }

    public void errorPageBegins() {
        errorPage = true;
    }

    /** The client's connection will not take another request: an error has left it in doubt what the client sends. */
    public void mustClose() {
        closing = true;
    }

    public boolean closing() {
        return closing;
    }

    /** Fields that outlive an internal redirect; null for none. */
    public @Nullable HttpFields carried() {
        return carried;
    }

    /** Keeps a field for the final response. */
    public void carry(HttpField field) {
        if (carried == null) {
            carried = HttpFields.build();
        }
        carried.add(field);
    }

    /** Forgets all fields of that name. */
    public void carryNoMore(HttpHeader name) {
        if (carried != null) {
            carried.remove(name);
        }
    }

    /** The status that an error page gives the response; 0 when the response has its own (nginx's {@code err_status}). */
    public int errorStatus() {
        return errorStatus;
    }

    public void errorStatus(int error) {
        errorStatus = error;
    }
}
