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

    /** Adds them to a response's own. What may stand once only gives way to the response's, but for the content's type. */
    static void into(HttpFields.Mutable fields, HttpFields carried) {
        for (HttpField field : carried) {
            HttpHeader known = field.getHeader();
            boolean several = known == HttpHeader.SET_COOKIE || known == HttpHeader.WWW_AUTHENTICATE;
            if (several || !fields.contains(field.getName())) {
                fields.add(field);
            }
        }
    }
}
