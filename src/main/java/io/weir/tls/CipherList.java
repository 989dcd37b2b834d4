package io.weir.tls;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;

/**
 * OpenSSL's cipher lists, as in {@code HIGH:!aNULL:!MD5}: which suites they mean, in which order. Suites that Java does not
 * have, or that its security settings forbid, are passed over as OpenSSL passes over what it was built without.
 */
public final class CipherList {

    /** TLS 1.3 has suites of its own, which no cipher list changes. */
    private static final List<String> TLS13 =
            List.of("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256");

    private static final List<CipherSuite> KNOWN = known();

    private CipherList() {}

    /**
     * The suites of a list, in Java's names, those of TLS 1.3 first.
     *
     * @throws IllegalArgumentException when it names no suite at all
     */
    public static List<String> parse(String list) {
        List<CipherSuite> chosen = new ArrayList<>();
        List<CipherSuite> candidates = new ArrayList<>(KNOWN);
        boolean first = true;
        for (String element : list.split("[:, ;]+")) {
            if (element.isEmpty()) {
                continue;
            }
            if (first && element.equals("DEFAULT")) {
                apply("ALL", chosen, candidates);
                apply("!COMPLEMENTOFDEFAULT", chosen, candidates);
            } else if (element.startsWith("@")) {
                command(element, chosen);
            } else {
                apply(element, chosen, candidates);
            }
            first = false;
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("no cipher match");
        }
        List<String> names = new ArrayList<>(TLS13);
        chosen.forEach(suite -> names.add(suite.name()));
        return List.copyOf(names);
    }

    private static void command(String element, List<CipherSuite> chosen) {
        if (element.equals("@STRENGTH")) {
            chosen.sort(Comparator.comparingInt(CipherSuite::bits).reversed());
        }
        // @SECLEVEL is about keys and digests, which Java's own security settings limit.
    }

    /** One rule of ssl_cipher_process_rulestr: an operator, and words that a suite must all answer to. */
    private static void apply(String element, List<CipherSuite> chosen, List<CipherSuite> candidates) {
        char operator = element.charAt(0);
        boolean operated = operator == '!' || operator == '-' || operator == '+';
        String[] words = (operated ? element.substring(1) : element).split("\\+");
        List<CipherSuite> meant = new ArrayList<>(KNOWN);
        meant.removeIf(suite -> !isAll(suite, words));
        switch (operator) {
            case '!' -> {
                chosen.removeAll(meant);
                candidates.removeAll(meant);
            }
            case '-' -> chosen.removeAll(meant);
            case '+' -> {
                meant.retainAll(Set.copyOf(chosen));
                chosen.removeAll(meant);
                chosen.addAll(meant);
            }
            default -> {
                meant.retainAll(Set.copyOf(candidates));
                meant.removeAll(chosen);
                chosen.addAll(meant);
            }
        }
    }

    private static boolean isAll(CipherSuite suite, String[] words) {
        for (String word : words) {
            if (!suite.is(word)) {
                return false;
            }
        }
        return words.length > 0;
    }

    private static List<CipherSuite> known() {
        try {
            List<CipherSuite> suites = new ArrayList<>();
            for (String name :
                    SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()) {
                if (name.contains("_WITH_")) {
                    suites.add(CipherSuite.of(name));
                }
            }
            return List.copyOf(suites);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
