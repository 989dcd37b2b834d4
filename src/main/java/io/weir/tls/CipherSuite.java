package io.weir.tls;

import java.util.Locale;
import java.util.Map;

/**
 * A cipher suite up to TLS 1.2, taken apart: Java has IANA's name, OpenSSL's lists are about its parts.
 *
 * @param name IANA's name, which is also Java's
 * @param openssl OpenSSL's name
 * @param exchange {@code ECDHE}, {@code DHE}, {@code RSA} or another
 * @param authentication {@code RSA}, {@code ECDSA}, {@code DSS}, {@code NULL} or another
 * @param cipher as in the name: {@code AES_128_GCM}
 * @param mac {@code SHA}, {@code SHA256}, {@code SHA384}, {@code MD5} or {@code AEAD}
 * @param bits of the cipher's key
 */
record CipherSuite(
        String name, String openssl, String exchange, String authentication, String cipher, String mac, int bits) {

    private static final Map<String, String> OPENSSL_CIPHERS = Map.of(
            "AES_128_CBC", "AES128",
            "AES_256_CBC", "AES256",
            "AES_128_GCM", "AES128-GCM",
            "AES_256_GCM", "AES256-GCM",
            "AES_128_CCM", "AES128-CCM",
            "AES_256_CCM", "AES256-CCM",
            "CHACHA20_POLY1305", "CHACHA20-POLY1305",
            "3DES_EDE_CBC", "DES-CBC3",
            "RC4_128", "RC4");

    /** @param name {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256} */
    static CipherSuite of(String name) {
        int with = name.indexOf("_WITH_");
        String keys = name.substring(name.indexOf('_') + 1, with);
        String rest = name.substring(with + "_WITH_".length());
        int underline = rest.lastIndexOf('_');
        String cipher = rest.substring(0, underline);
        String hash = rest.substring(underline + 1);
        boolean aead = cipher.contains("GCM") || cipher.contains("CCM") || cipher.contains("POLY1305");
        int joint = keys.indexOf('_');
        String exchange = joint < 0 ? keys : keys.substring(0, joint);
        String authentication = joint < 0 ? keys : keys.substring(joint + 1);
        if (authentication.equalsIgnoreCase("anon")) {
            authentication = "NULL";
        }
        return new CipherSuite(
                name,
                opensslKeys(exchange, authentication) + opensslCipher(cipher, hash),
                exchange,
                authentication,
                cipher,
                aead ? "AEAD" : hash,
                bits(cipher));
    }

    private static String opensslKeys(String exchange, String authentication) {
        if (authentication.equals("NULL")) {
            return exchange.startsWith("EC") ? "AECDH-" : "ADH-";
        }
        return exchange.equals("RSA") ? "" : exchange + "-" + authentication + "-";
    }

    private static String opensslCipher(String cipher, String hash) {
        String known = OPENSSL_CIPHERS.getOrDefault(cipher, cipher.replace('_', '-'));
        return cipher.equals("CHACHA20_POLY1305") ? known : known + "-" + hash;
    }

    private static int bits(String cipher) {
        if (cipher.equals("NULL")) {
            return 0;
        }
        if (cipher.contains("256") || cipher.contains("CHACHA20")) {
            return 256;
        }
        return cipher.contains("3DES") ? 112 : 128;
    }

    /** Whether OpenSSL's word for a group of suites, or a name of one, means this suite. */
    boolean is(String word) {
        if (word.equals(openssl) || word.equals(name)) {
            return true;
        }
        return switch (word) {
            case "ALL" -> bits > 0;
            case "HIGH" -> bits >= 128 && !cipher.startsWith("RC4");
            case "MEDIUM" -> cipher.startsWith("RC4") || bits == 112;
            case "aNULL" -> authentication.equals("NULL");
            case "eNULL", "NULL" -> bits == 0;
            case "COMPLEMENTOFALL" -> bits == 0;
            case "COMPLEMENTOFDEFAULT" -> authentication.equals("NULL") || bits < 128;
            default -> isKeyWord(word) || isCipherWord(word);
        };
    }

    private boolean isKeyWord(String word) {
        boolean anonymous = authentication.equals("NULL");
        return switch (word) {
            case "kRSA", "RSA" -> exchange.equals("RSA");
            case "aRSA" -> authentication.equals("RSA");
            case "kECDHE", "kEECDH", "ECDH" -> exchange.equals("ECDHE") || exchange.equals("ECDH") && anonymous;
            case "ECDHE", "EECDH" -> exchange.equals("ECDHE");
            case "kDHE", "kEDH", "DH" -> exchange.equals("DHE") || exchange.equals("DH") && anonymous;
            case "DHE", "EDH" -> exchange.equals("DHE");
            case "aECDSA", "ECDSA" -> authentication.equals("ECDSA");
            case "aDSS", "DSS" -> authentication.equals("DSS");
            case "ADH" -> anonymous && exchange.equals("DH");
            case "AECDH" -> anonymous && exchange.startsWith("EC");
            default -> false;
        };
    }

    private boolean isCipherWord(String word) {
        return switch (word) {
            case "AES" -> cipher.startsWith("AES");
            case "AES128" -> cipher.startsWith("AES_128");
            case "AES256" -> cipher.startsWith("AES_256");
            case "AESGCM" -> cipher.startsWith("AES") && cipher.endsWith("GCM");
            case "AESCCM" -> cipher.startsWith("AES") && cipher.contains("CCM");
            case "CHACHA20" -> cipher.startsWith("CHACHA20");
            case "3DES" -> cipher.startsWith("3DES");
            case "RC4" -> cipher.startsWith("RC4");
            case "SHA1", "SHA" -> mac.equals("SHA");
            case "SHA256", "SHA384", "MD5" -> mac.equals(word);
            case "TLSv1.2" -> !mac.equals("SHA") && !mac.equals("MD5");
            case "TLSv1", "TLSv1.0", "SSLv3" -> mac.equals("SHA") || mac.equals("MD5");
            default -> false;
        };
    }

    @Override
    public String toString() {
        return openssl.toUpperCase(Locale.ROOT);
    }
}
