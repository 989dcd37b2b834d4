package io.weir.access;

/** What one of the rules of the access phase says of a request: nginx's return codes as values. */
sealed interface Verdict {

    /** The rule does not apply. */
    record Silent() implements Verdict {}

    record Allowed() implements Verdict {}

    /** 401 and 403 may be outvoted where any rule is enough; other statuses are failures. */
    record Refused(int status) implements Verdict {}

    Verdict SILENT = new Silent();
    Verdict ALLOWED = new Allowed();
    Verdict FORBIDDEN = new Refused(403);
    Verdict UNAUTHORIZED = new Refused(401);
    Verdict FAILED = new Refused(500);
}
