package io.weir.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One block of a PEM text (RFC 7468, and the older form with headers of RFC 1421).
 *
 * @param label what stands behind {@code BEGIN}
 * @param headers of the older form, names in lower case
 * @param content the bytes
 */
record PemBlock(String label, Map<String, String> headers, byte[] content) {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * All blocks of a text in order; what stands between them is commentary.
     *
     * @throws CredentialsException when a block has no end or is not Base64
     */
    static List<PemBlock> parse(String text) throws CredentialsException {
        List<PemBlock> blocks = new ArrayList<>();
        String label = null;
        Map<String, String> headers = new HashMap<>();
        StringBuilder content = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            if (label == null) {
                if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
                    label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                    headers = new HashMap<>();
                    content.setLength(0);
                }
            } else if (line.startsWith(END)) {
                blocks.add(new PemBlock(label, Map.copyOf(headers), decode(content)));
                label = null;
            } else if (line.indexOf(':') > 0) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            } else {
                content.append(line);
            }
        }
        if (label != null) {
            throw new CredentialsException("bad end line");
        }
        return blocks;
    }

    private static byte[] decode(StringBuilder content) throws CredentialsException {
        try {
            return Base64.getDecoder().decode(content.toString());
        } catch (IllegalArgumentException notBase64) {
            throw new CredentialsException("bad base64 decode");
        }
    }
}
