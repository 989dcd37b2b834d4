package io.weir.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** Private keys in every form in which OpenSSL writes them: PKCS#8, PKCS#1 and SEC 1, encrypted or not. */
final class PrivateKeys {

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private PrivateKeys() {}

    /**
     * The first key among the blocks.
     *
     * @param passwords tried one after the other when it is encrypted
     */
    static PrivateKey read(List<PemBlock> blocks, List<String> passwords) throws CredentialsException {
        for (PemBlock block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return key(block.content());
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return decrypted(passwords, password -> key(pkcs8(block.content(), password)));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    boolean rsa = block.label().startsWith("RSA");
                    if (!block.headers().containsKey("dek-info")) {
                        return traditional(block.content(), rsa);
                    }
                    return decrypted(passwords, password -> traditional(decrypt(block, password), rsa));
                }
                default -> {}
            }
        }
        throw new CredentialsException("no start line: Expecting: ANY PRIVATE KEY");
    }

    private interface Decryption {
        PrivateKey with(String password) throws CredentialsException, GeneralSecurityException, IOException;
    }

    private static PrivateKey decrypted(List<String> passwords, Decryption decryption) throws CredentialsException {
        for (String password : passwords) {
            try {
                return decryption.with(password);
            } catch (CredentialsException | GeneralSecurityException | IOException wrong) {
                // The next one may fit.
            }
        }
        throw new CredentialsException(passwords.isEmpty() ? "it is encrypted and has no password" : "bad decrypt");
    }

    private static PrivateKey traditional(byte[] content, boolean rsa) throws CredentialsException {
        return key(rsa ? Der.rsaToPkcs8(content) : Der.ecToPkcs8(content));
    }

    private static PrivateKey key(byte[] pkcs8) throws CredentialsException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException another) {
                // It is a key of another algorithm, or none.
            } catch (GeneralSecurityException missing) {
                throw new IllegalStateException(missing);
            }
        }
        throw new CredentialsException("unsupported private key");
    }

    private static byte[] pkcs8(byte[] encrypted, String password) throws GeneralSecurityException, IOException {
        EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
        // For PBES2 the name alone says nothing; its parameters write themselves as the algorithm that they make up.
        String algorithm =
                info.getAlgName().equals("PBES2") || info.getAlgName().equals("1.2.840.113549.1.5.13")
                        ? info.getAlgParameters().toString()
                        : info.getAlgName();
        Cipher cipher = Cipher.getInstance(algorithm);
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
        cipher.init(
                Cipher.DECRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
                info.getAlgParameters());
        return info.getKeySpec(cipher).getEncoded();
    }

    /** OpenSSL's encryption of older forms: {@code DEK-Info: AES-256-CBC,IV}, the key made by EVP_BytesToKey with MD5. */
    private static byte[] decrypt(PemBlock block, String password)
            throws CredentialsException, GeneralSecurityException {
        String[] info = block.headers().get("dek-info").split(",", 2);
        String name = info[0].strip().toUpperCase(Locale.ROOT);
        int keyBytes = switch (name) {
            case "AES-128-CBC" -> 16;
            case "AES-192-CBC", "DES-EDE3-CBC" -> 24;
            case "AES-256-CBC" -> 32;
            default -> throw new CredentialsException("unsupported encryption " + name);
        };
        String algorithm = name.startsWith("AES") ? "AES" : "DESede";
        byte[] iv = HexFormat.of().parseHex(info.length < 2 ? "" : info[1].strip());
        Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
        SecretKeySpec key = new SecretKeySpec(bytesToKey(password, Arrays.copyOf(iv, 8), keyBytes), algorithm);
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(iv));
        return cipher.doFinal(block.content());
    }

    private static byte[] bytesToKey(String password, byte[] salt, int length) throws GeneralSecurityException {
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        byte[] key = new byte[0];
        byte[] last = new byte[0];
        while (key.length < length) {
            md5.update(last);
            md5.update(password.getBytes(StandardCharsets.UTF_8));
            last = md5.digest(salt);
            byte[] longer = Arrays.copyOf(key, key.length + last.length);
            System.arraycopy(last, 0, longer, key.length, last.length);
            key = longer;
        }
        return Arrays.copyOf(key, length);
    }
}
