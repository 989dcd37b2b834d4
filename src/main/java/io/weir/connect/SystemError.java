package io.weir.connect;

import java.io.IOException;
import java.util.Map;
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

    private SystemError() {}

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
