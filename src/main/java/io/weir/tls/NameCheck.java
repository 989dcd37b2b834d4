package io.weir.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** Whether a certificate is one for a name: OpenSSL's X509_check_host, which nginx calls without flags. */
public final class NameCheck {

    private static final int DNS_NAME = 2;

    private NameCheck() {}

    /** The subject's common name counts only where no alternative name is a DNS name. */
    public static boolean matches(X509Certificate certificate, String name) {
        List<String> names = alternativeNames(certificate);
        if (names.isEmpty()) {
            names = commonNames(certificate);
        }
        return names.stream().anyMatch(pattern -> matches(pattern, name));
    }

    private static List<String> alternativeNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (alternative.get(0) instanceof Integer type && type == DNS_NAME) {
                        names.add(alternative.get(1).toString());
                    }
                }
            }
        } catch (CertificateParsingException malformed) {
            // It has none that could match.
        }
        return names;
    }

    private static List<String> commonNames(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn rdn : subject.getRdns()) {
                if (rdn.getType().equalsIgnoreCase("CN")) {
                    names.add(rdn.getValue().toString());
                }
            }
        } catch (InvalidNameException malformed) {
            // It has none that could match.
        }
        return names;
    }

    /** equal_wildcard: one star in the first label, with two further labels behind it. */
    static boolean matches(String pattern, String name) {
        int star = star(pattern);
        if (star < 0) {
            return pattern.equalsIgnoreCase(name);
        }
        int suffix = pattern.length() - star - 1;
        if (name.length() < pattern.length() - 1
                || !name.regionMatches(true, 0, pattern, 0, star)
                || !name.regionMatches(true, name.length() - suffix, pattern, star + 1, suffix)) {
            return false;
        }
        String covered = name.substring(star, name.length() - suffix);
        boolean wholeLabel = star == 0 && pattern.charAt(1) == '.';
        if (wholeLabel && covered.isEmpty()) {
            return false;
        }
        if (!wholeLabel && name.regionMatches(true, 0, "xn--", 0, 4)) {
            return false;
        }
        return covered.chars().allMatch(NameCheck::isLabelCharacter);
    }

    /** valid_star: where the star is, or -1 when the pattern is to be taken literally. */
    private static int star(String pattern) {
        int star = pattern.indexOf('*');
        if (star < 0 || pattern.indexOf('*', star + 1) >= 0) {
            return -1;
        }
        int firstDot = pattern.indexOf('.');
        boolean firstLabel = firstDot > star;
        boolean twoMore = firstDot >= 0 && pattern.indexOf('.', firstDot + 1) > firstDot + 1 && !pattern.endsWith(".");
        // A star inside of a label, as in a*b, is none; one at its end or beginning is.
        boolean edge = star == 0 || star + 1 == firstDot;
        boolean international = pattern.regionMatches(true, 0, "xn--", 0, 4);
        return firstLabel && twoMore && edge && !international ? star : -1;
    }

    private static boolean isLabelCharacter(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '-';
    }
}
