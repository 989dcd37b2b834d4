package io.weir.tls;

/** OpenSSL's results of verifying a certificate, with its numbers and words. */
enum VerifyError {
    UNSPECIFIED(1, "unspecified certificate verification error"),
    UNABLE_TO_GET_ISSUER(2, "unable to get issuer certificate"),
    UNABLE_TO_GET_CRL(3, "unable to get certificate CRL"),
    CRL_SIGNATURE_FAILURE(8, "CRL signature failure"),
    NOT_YET_VALID(9, "certificate is not yet valid"),
    EXPIRED(10, "certificate has expired"),
    CRL_NOT_YET_VALID(11, "CRL is not yet valid"),
    CRL_EXPIRED(12, "CRL has expired"),
    SELF_SIGNED(18, "self-signed certificate"),
    SELF_SIGNED_IN_CHAIN(19, "self-signed certificate in certificate chain"),
    UNABLE_TO_GET_LOCAL_ISSUER(20, "unable to get local issuer certificate"),
    UNABLE_TO_VERIFY_FIRST(21, "unable to verify the first certificate"),
    REVOKED(23, "certificate revoked"),
    UNSUITABLE_PURPOSE(26, "unsuitable certificate purpose"),
    INVALID_CA(79, "invalid CA certificate");

    private final String shown;

    VerifyError(int number, String text) {
        shown = number + ":" + text;
    }

    /** {@code 18:self-signed certificate}. */
    @Override
    public String toString() {
        return shown;
    }
}
