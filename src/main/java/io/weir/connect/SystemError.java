package io.weir.connect;

import io.weir.config.PeerAddress;
import io.weir.tls.TlsException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The system error behind an {@link IOException}, in the form in which nginx logs it: {@code 104: Connection reset by
 * peer}.
 *
 * <p>Java keeps the text of an {@code errno} but not its number; operators grep for both. The numbers are Linux's.
 */
public final class SystemError {

    private static final Map<String, String> BY_JAVA_TEXT = Map.ofEntries(
            Map.entry("No such file or directory", "2: No such file or directory"),
            Map.entry("Resource temporarily unavailable", "11: Resource temporarily unavailable"),
            Map.entry("Permission denied", "13: Permission denied"),
            Map.entry("Invalid argument", "22: Invalid argument"),
            Map.entry("Too many open files in system", "23: Too many open files in system"),
            Map.entry("Too many open files", "24: Too many open files"),
            Map.entry("Broken pipe", "32: Broken pipe"),
            Map.entry("Protocol wrong type for socket", "91: Protocol wrong type for socket"),
            Map.entry("Address family not supported by protocol", "97: Address family not supported by protocol"),
            Map.entry("Address already in use", "98: Address already in use"),
            Map.entry("Cannot assign requested address", "99: Cannot assign requested address"),
            Map.entry("Network is unreachable", "101: Network is unreachable"),
            // Java's own words for the same errno, in one of its two read paths.
            Map.entry("Connection reset", "104: Connection reset by peer"),
            Map.entry("Connection reset by peer", "104: Connection reset by peer"),
            Map.entry("No buffer space available", "105: No buffer space available"),
            Map.entry("Transport endpoint is not connected", "107: Transport endpoint is not connected"),
            Map.entry("Connection timed out", "110: Connection timed out"),
            Map.entry("Connection refused", "111: Connection refused"),
            Map.entry("No route to host", "113: No route to host"));

    /** Errors that {@code connect()} itself returns on Linux; the others come later, on a connection "in progress". */
    private static final Set<String> IMMEDIATE = Set.of(
            "13: Permission denied",
            "22: Invalid argument",
            "97: Address family not supported by protocol",
            "99: Cannot assign requested address",
            "101: Network is unreachable");

    private SystemError() {}

    /** {@code connect() failed (111: Connection refused)}. */
    static String ofConnect(IOException e, PeerAddress address) {
        String error = of(e);
        // nginx names the address when connect() itself fails, not when it fails later; Unix sockets are never "in
        // progress".
        boolean immediate = address instanceof PeerAddress.Unix || IMMEDIATE.contains(error);
        return "connect() " + (immediate ? "to " + address.name() + " " : "") + "failed (" + error + ")";
    }

    /** Why reading from a connection failed. */
    public static String ofRead(IOException e) {
        return e instanceof TlsException ? e.getMessage() : "recv() failed (" + of(e) + ")";
    }

    /** Why writing to it failed. */
    public static String ofWrite(IOException e, boolean secured) {
        return e instanceof TlsException
                ? e.getMessage()
                : (secured ? "SSL_write()" : "writev()") + " failed (" + of(e) + ")";
    }

    /** Why a TLS handshake on it failed. */
    public static String ofHandshake(IOException e) {
        return e instanceof TlsException ? e.getMessage() : "peer closed connection in SSL handshake (" + of(e) + ")";
    }

    /** Number and text, or Java's message when the number is not known. Never empty. */
    public static String of(IOException e) {
        String message = e.getMessage();
        String known = numbered(message);
        if (known != null) {
            return known;
        }
        return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
    }

    private static @Nullable String numbered(@Nullable String message) {
        return message == null ? null : BY_JAVA_TEXT.get(message);
    }
}
