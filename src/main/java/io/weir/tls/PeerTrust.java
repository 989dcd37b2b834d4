package io.weir.tls;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whom to trust, and the verification of a server's certificate against it with OpenSSL's results: the same number and text
 * for the same defect, and of several defects the one that OpenSSL finds last. What passes must also satisfy Java's own
 * validator, which knows name constraints and critical extensions. Immutable.
 *
 * @param anchors {@code ssl_trusted_certificate}
 * @param revocations {@code ssl_crl}; null when revocation is not looked at
 * @param depth {@code ssl_verify_depth}: how many certificates may stand between the server's and the trusted one
 */
public record PeerTrust(
        List<X509Certificate> anchors, @Nullable List<X509CRL> revocations, int depth) {

    private static final String SERVER_PURPOSE = "1.3.6.1.5.5.7.3.1";
    private static final String ANY_PURPOSE = "2.5.29.37.0";

    private static final int KEY_CERT_SIGN = 5;

    /**
     * Verifies what a server has sent, its own certificate first.
     *
     * @return null when it is trusted, else what is wrong: {@code 20:unable to get local issuer certificate}
     */
    public @Nullable String verify(List<X509Certificate> sent, Instant now) {
        List<X509Certificate> chain = new ArrayList<>();
        VerifyError error = build(sent, chain);
        error = later(error, extensions(chain));
        error = later(error, revocation(chain, now));
        error = later(error, validity(chain, now));
        if (error == null && !satisfiesJava(chain, now)) {
            error = VerifyError.UNSPECIFIED;
        }
        return error == null ? null : error.toString();
    }

    private static @Nullable VerifyError later(@Nullable VerifyError before, @Nullable VerifyError found) {
        return found != null ? found : before;
    }

    /** build_chain: issuers are looked for among the trusted certificates first, then among those that were sent. */
    private @Nullable VerifyError build(List<X509Certificate> sent, List<X509Certificate> chain) {
        List<X509Certificate> unused = new ArrayList<>(sent);
        X509Certificate top = unused.removeFirst();
        chain.add(top);
        boolean fromStore = false;
        while (!isSelfSigned(top)) {
            // Too long a chain is not built further, so it ends where an issuer is missing: that is what OpenSSL says
            // last.
            boolean tooLong = chain.size() > depth + 1;
            X509Certificate issuer = tooLong ? null : issuer(top, anchors);
            if (issuer != null) {
                fromStore = true;
            } else if (!fromStore && !tooLong) {
                issuer = issuer(top, unused);
                unused.remove(issuer);
            }
            if (issuer == null || chain.contains(issuer)) {
                return fromStore ? VerifyError.UNABLE_TO_GET_ISSUER : withoutIssuer(chain);
            }
            chain.add(issuer);
            top = issuer;
        }
        if (anchors.contains(top)) {
            return null;
        }
        return chain.size() == 1 ? VerifyError.SELF_SIGNED : VerifyError.SELF_SIGNED_IN_CHAIN;
    }

    /** internal_verify, which comes later, finds the same once more when there is nothing but the first certificate. */
    private static VerifyError withoutIssuer(List<X509Certificate> chain) {
        return chain.size() == 1 ? VerifyError.UNABLE_TO_VERIFY_FIRST : VerifyError.UNABLE_TO_GET_LOCAL_ISSUER;
    }

    private static @Nullable X509Certificate issuer(X509Certificate of, List<X509Certificate> among) {
        for (X509Certificate candidate : among) {
            if (candidate.getSubjectX500Principal().equals(of.getIssuerX500Principal()) && signed(candidate, of)) {
                return candidate;
            }
        }
        return null;
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
                && signed(certificate, certificate);
    }

    private static boolean signed(X509Certificate issuer, X509Certificate certificate) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static @Nullable VerifyError extensions(List<X509Certificate> chain) {
        VerifyError error = null;
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            if (i > 0 && !mayIssue(certificate)) {
                error = VerifyError.INVALID_CA;
            } else if (!mayServe(certificate)) {
                error = VerifyError.UNSUITABLE_PURPOSE;
            }
        }
        return error;
    }

    /** Certificates of version 1 cannot say so; a trusted one of them may issue all the same. */
    private static boolean mayIssue(X509Certificate certificate) {
        if (certificate.getBasicConstraints() >= 0) {
            return true;
        }
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getExtensionValue("2.5.29.19") == null
                && (usage == null ? certificate.getVersion() == 1 : usage[KEY_CERT_SIGN]);
    }

    private static boolean mayServe(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return purposes == null || purposes.contains(SERVER_PURPOSE) || purposes.contains(ANY_PURPOSE);
        } catch (CertificateParsingException malformed) {
            return false;
        }
    }

    /** check_revocation with CRL_CHECK_ALL: every certificate of the chain needs a list of its issuer. */
    private @Nullable VerifyError revocation(List<X509Certificate> chain, Instant now) {
        VerifyError error = null;
        if (revocations != null) {
            for (int i = 0; i < chain.size(); i++) {
                X509Certificate issuer = chain.get(Math.min(i + 1, chain.size() - 1));
                error = later(error, revocation(chain.get(i), issuer, revocations, Date.from(now)));
            }
        }
        return error;
    }

    private static @Nullable VerifyError revocation(
            X509Certificate certificate, X509Certificate issuer, List<X509CRL> lists, Date now) {
        for (X509CRL list : lists) {
            if (list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())) {
                try {
                    list.verify(issuer.getPublicKey());
                } catch (GeneralSecurityException forged) {
                    return VerifyError.CRL_SIGNATURE_FAILURE;
                }
                X509CRLEntry entry = list.getRevokedCertificate(certificate);
                if (entry != null) {
                    return VerifyError.REVOKED;
                }
                if (list.getThisUpdate().after(now)) {
                    return VerifyError.CRL_NOT_YET_VALID;
                }
                boolean overdue =
                        list.getNextUpdate() != null && list.getNextUpdate().before(now);
                return overdue ? VerifyError.CRL_EXPIRED : null;
            }
        }
        return VerifyError.UNABLE_TO_GET_CRL;
    }

    private static @Nullable VerifyError validity(List<X509Certificate> chain, Instant now) {
        VerifyError error = null;
        for (X509Certificate certificate : chain.reversed()) {
            if (certificate.getNotBefore().toInstant().isAfter(now)) {
                error = VerifyError.NOT_YET_VALID;
            } else if (certificate.getNotAfter().toInstant().isBefore(now)) {
                error = VerifyError.EXPIRED;
            }
        }
        return error;
    }

    private static boolean satisfiesJava(List<X509Certificate> chain, Instant now) {
        if (chain.size() == 1) {
            return true; // itself trusted
        }
        try {
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(chain.getLast(), null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPathValidator.getInstance("PKIX")
                    .validate(
                            CertificateFactory.getInstance("X.509")
                                    .generateCertPath(chain.subList(0, chain.size() - 1)),
                            parameters);
            return true;
        } catch (GeneralSecurityException invalid) {
            return false;
        }
    }
}
