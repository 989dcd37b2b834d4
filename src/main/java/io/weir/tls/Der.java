package io.weir.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** As much of DER as it takes to put a key of an older form into PKCS#8. */
final class Der {

    static final int SEQUENCE = 0x30;
    static final int OCTETS = 0x04;

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    /** SEQUENCE { OID rsaEncryption, NULL }. */
    private static final byte[] RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    /** OID id-ecPublicKey. */
    private static final byte[] EC_PUBLIC_KEY = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Der() {}

    /** RFC 8017's RSAPrivateKey in PKCS#8. */
    static byte[] rsaToPkcs8(byte[] key) {
        return element(SEQUENCE, VERSION_0, RSA, element(OCTETS, key));
    }

    /**
     * RFC 5915's ECPrivateKey, which names its curve, in PKCS#8.
     *
     * @throws CredentialsException when it does not
     */
    static byte[] ecToPkcs8(byte[] key) throws CredentialsException {
        byte[] curve = element(SEQUENCE, EC_PUBLIC_KEY, curve(key));
        return element(SEQUENCE, VERSION_0, curve, element(OCTETS, key));
    }

    /** The content of element [0] of an ECPrivateKey: SEQUENCE { version, OCTETS key, [0] curve, [1] public key }. */
    private static byte[] curve(byte[] key) throws CredentialsException {
        try {
            int at = contentStart(key, 0);
            int end = at + length(key, 0);
            while (at < end) {
                int start = contentStart(key, at);
                int length = length(key, at);
                if ((key[at] & 0xff) == 0xa0) {
                    return Arrays.copyOfRange(key, start, start + length);
                }
                at = start + length;
            }
        } catch (ArrayIndexOutOfBoundsException cut) {
            throw new CredentialsException("not enough data");
        }
        throw new CredentialsException("missing parameters");
    }

    static byte[] element(int tag, byte[]... contents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = Arrays.stream(contents).mapToInt(content -> content.length).sum();
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >> 8 * i);
            }
        }
        Arrays.stream(contents).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static int contentStart(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }
}
