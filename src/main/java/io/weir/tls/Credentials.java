package io.weir.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate with the chain that is sent with it, and its key.
 *
 * @param chain the certificate itself first
 */
public record Credentials(List<X509Certificate> chain, PrivateKey key) {

    /** In place of a path: the PEM text itself follows. */
    private static final String INLINE = "data:";

    private static final int PROBE_BYTES = 32;

    /**
     * Reads both files; they may be one. Blocks for the disk.
     *
     * @param directory what relative paths are relative to
     * @param certificate a path, or {@code data:} and PEM
     * @param key likewise
     * @param passwords tried one after the other when the key is encrypted
     */
    public static Credentials load(Path directory, String certificate, String key, List<String> passwords)
            throws CredentialsException {
        List<X509Certificate> chain;
        try {
            chain = certificates(text(directory, certificate));
        } catch (CredentialsException e) {
            throw new CredentialsException("cannot load certificate \"" + shown(certificate) + "\": " + e.getMessage());
        }
        try {
            PrivateKey loaded = PrivateKeys.read(PemBlock.parse(text(directory, key)), passwords);
            checkPair(chain.getFirst(), loaded);
            return new Credentials(chain, loaded);
        } catch (CredentialsException e) {
            throw new CredentialsException("cannot load certificate key \"" + shown(key) + "\": " + e.getMessage());
        }
    }

    /** All certificates of a file. Blocks for the disk. */
    public static List<X509Certificate> certificates(Path directory, String file) throws CredentialsException {
        try {
            return certificates(text(directory, file));
        } catch (CredentialsException e) {
            throw new CredentialsException("cannot load certificates \"" + file + "\": " + e.getMessage());
        }
    }

    /** All revocation lists of a file. Blocks for the disk. */
    public static List<X509CRL> revocations(Path directory, String file) throws CredentialsException {
        List<X509CRL> lists = new ArrayList<>();
        try {
            for (PemBlock block : PemBlock.parse(text(directory, file))) {
                if (block.label().equals("X509 CRL")) {
                    lists.add((X509CRL) factory().generateCRL(new ByteArrayInputStream(block.content())));
                }
            }
        } catch (CRLException e) {
            throw new CredentialsException("cannot load revocation list \"" + file + "\": " + e.getMessage());
        } catch (CredentialsException e) {
            throw new CredentialsException("cannot load revocation list \"" + file + "\": " + e.getMessage());
        }
        if (lists.isEmpty()) {
            throw new CredentialsException(
                    "cannot load revocation list \"" + file + "\": no start line: Expecting: X509 CRL");
        }
        return List.copyOf(lists);
    }

    private static List<X509Certificate> certificates(String text) throws CredentialsException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : PemBlock.parse(text)) {
            if (block.label().endsWith("CERTIFICATE")) {
                try {
                    ByteArrayInputStream der = new ByteArrayInputStream(block.content());
                    certificates.add((X509Certificate) factory().generateCertificate(der));
                } catch (CertificateException e) {
                    throw new CredentialsException("malformed certificate");
                }
            }
        }
        if (certificates.isEmpty()) {
            throw new CredentialsException("no start line: Expecting: CERTIFICATE");
        }
        return List.copyOf(certificates);
    }

    private static CertificateFactory factory() {
        try {
            return CertificateFactory.getInstance("X.509");
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the one signs, the other must confirm: that holds for keys of any algorithm. */
    private static void checkPair(X509Certificate certificate, PrivateKey key) throws CredentialsException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "DSA" -> "SHA256withDSA";
            case "RSASSA-PSS" -> "";
            default -> key.getAlgorithm(); // Ed25519 and Ed448 are both
        };
        if (algorithm.isEmpty()) {
            return;
        }
        try {
            byte[] probe = new byte[PROBE_BYTES];
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(probe);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(probe);
            if (signature.verify(signed)) {
                return;
            }
        } catch (GeneralSecurityException anotherAlgorithm) {
            // The certificate's key is of another kind.
        }
        throw new CredentialsException("key values mismatch");
    }

    private static String text(Path directory, String source) throws CredentialsException {
        if (source.startsWith(INLINE)) {
            return source.substring(INLINE.length());
        }
        try {
            return read(directory.resolve(source));
        } catch (InvalidPathException e) {
            throw new CredentialsException("invalid path");
        }
    }

    private static String read(Path file) throws CredentialsException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new CredentialsException("no such file");
        } catch (IOException e) {
            throw new CredentialsException("it cannot be read");
        }
    }

    /** A key does not belong into a log. */
    private static String shown(String source) {
        return source.startsWith(INLINE) ? INLINE + "..." : source;
    }

    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }
}
