package io.weir.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.apache.commons.codec.digest.Crypt;
import org.apache.commons.codec.digest.Md5Crypt;

/** Compares a password with what a file of users says of it: {@code ngx_crypt}. Byte strings. Computes, never blocks. */
final class Passwords {

    private static final int SHA1_BYTES = 20;

    enum Result {
        MATCH,
        MISMATCH,
        /** The C library of nginx could not compute it either, as with bcrypt. */
        UNKNOWN_METHOD
    }

    private Passwords() {}

    static Result check(String password, String stored) {
        byte[] given = password.getBytes(StandardCharsets.ISO_8859_1);
        if (stored.startsWith("{PLAIN}")) {
            return same("{PLAIN}" + password, stored);
        }
        if (stored.startsWith("{SHA}")) {
            return same("{SHA}" + Base64.getEncoder().encodeToString(sha1(given, new byte[0])), stored);
        }
        if (stored.startsWith("{SSHA}")) {
            return salted(given, stored);
        }
        if (stored.startsWith("$apr1$")) {
            return computed(() -> Md5Crypt.apr1Crypt(given, stored), stored);
        }
        if (stored.startsWith("$")
                && !stored.startsWith("$1$")
                && !stored.startsWith("$5$")
                && !stored.startsWith("$6$")) {
            return Result.UNKNOWN_METHOD;
        }
        return computed(() -> Crypt.crypt(given, stored), stored);
    }

    private interface Computation {
        String compute();
    }

    private static Result computed(Computation crypt, String stored) {
        try {
            return same(crypt.compute(), stored);
        } catch (IllegalArgumentException badSalt) {
            return Result.MISMATCH; // a plain text, mostly
        }
    }

    private static Result salted(byte[] given, String stored) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(stored.substring("{SSHA}".length()));
        } catch (IllegalArgumentException notBase64) {
            return Result.MISMATCH;
        }
        if (decoded.length < SHA1_BYTES) {
            return Result.MISMATCH;
        }
        byte[] salt = Arrays.copyOfRange(decoded, SHA1_BYTES, decoded.length);
        return MessageDigest.isEqual(sha1(given, salt), Arrays.copyOf(decoded, SHA1_BYTES))
                ? Result.MATCH
                : Result.MISMATCH;
    }

    private static byte[] sha1(byte[] text, byte[] salt) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(text);
            return digest.digest(salt);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }

    /** In a time that does not tell where they differ. */
    private static Result same(String computed, String stored) {
        boolean equal = MessageDigest.isEqual(
                computed.getBytes(StandardCharsets.ISO_8859_1), stored.getBytes(StandardCharsets.ISO_8859_1));
        return equal ? Result.MATCH : Result.MISMATCH;
    }
}
