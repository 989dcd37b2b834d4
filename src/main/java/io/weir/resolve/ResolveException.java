package io.weir.resolve;

/** A name has no addresses, or nobody says which. The message is nginx's: {@code 3: Host not found}. */
public final class ResolveException extends Exception {

    private static final long serialVersionUID = 1L;

    static final int SERVER_FAILURE = 2;
    static final int NOT_FOUND = 3;
    static final int TIMED_OUT = 110;

    private final int code;

    /** @param code of the answer, or {@link #TIMED_OUT} */
    ResolveException(int code) {
        super(code + ": " + text(code), null, false, false); // rethrown to everybody who waited: no stack to blame
        this.code = code;
    }

    private static String text(int code) {
        return switch (code) {
            case 1 -> "Format error";
            case SERVER_FAILURE -> "Server failure";
            case NOT_FOUND -> "Host not found";
            case 4 -> "Unimplemented";
            case 5 -> "Operation refused";
            case TIMED_OUT -> "Operation timed out";
            default -> "Unknown error";
        };
    }

    /** Whether the name is known not to exist, or to have no addresses: not just a failure to find out. */
    public boolean isNotFound() {
        return code == NOT_FOUND;
    }
}
