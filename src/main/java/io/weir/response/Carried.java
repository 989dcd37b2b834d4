package io.weir.response;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Fields that were set before an internal redirect and stay: those that {@code X-Accel-Redirect} copies, the challenge of an
 * intercepted 401.
 */
final class Carried {

    private Carried() {}

    /** Adds them to a response's own; only what a response has once by nature gives way to the response's. */
    static void into(HttpFields.Mutable fields, HttpFields carried) {
        for (HttpField field : carried) {
            boolean single =
                    field.getHeader() == HttpHeader.CONTENT_TYPE || field.getHeader() == HttpHeader.ACCEPT_RANGES;
            if (!single || !fields.contains(field.getHeader())) {
                fields.add(field);
            }
        }
    }
}
