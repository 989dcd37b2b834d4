package io.weir.tls;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** A failure of Java's engine in the words in which nginx logs OpenSSL's: operators grep for these. */
final class OpenSslError {

    private record Alert(int number, String reason) {}

    private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

    private static final Map<String, Alert> ALERTS = Map.ofEntries(
            Map.entry("unexpected_message", new Alert(10, "sslv3 alert unexpected message")),
            Map.entry("bad_record_mac", new Alert(20, "sslv3 alert bad record mac")),
            Map.entry("record_overflow", new Alert(22, "tlsv1 alert record overflow")),
            Map.entry("handshake_failure", new Alert(40, "sslv3 alert handshake failure")),
            Map.entry("bad_certificate", new Alert(42, "sslv3 alert bad certificate")),
            Map.entry("unsupported_certificate", new Alert(43, "sslv3 alert unsupported certificate")),
            Map.entry("certificate_revoked", new Alert(44, "sslv3 alert certificate revoked")),
            Map.entry("certificate_expired", new Alert(45, "sslv3 alert certificate expired")),
            Map.entry("certificate_unknown", new Alert(46, "sslv3 alert certificate unknown")),
            Map.entry("illegal_parameter", new Alert(47, "sslv3 alert illegal parameter")),
            Map.entry("unknown_ca", new Alert(48, "tlsv1 alert unknown ca")),
            Map.entry("access_denied", new Alert(49, "tlsv1 alert access denied")),
            Map.entry("decode_error", new Alert(50, "tlsv1 alert decode error")),
            Map.entry("decrypt_error", new Alert(51, "tlsv1 alert decrypt error")),
            Map.entry("protocol_version", new Alert(70, "tlsv1 alert protocol version")),
            Map.entry("insufficient_security", new Alert(71, "tlsv1 alert insufficient security")),
            Map.entry("internal_error", new Alert(80, "tlsv1 alert internal error")),
            Map.entry("inappropriate_fallback", new Alert(86, "tlsv1 alert inappropriate fallback")),
            Map.entry("user_canceled", new Alert(90, "tlsv1 alert user cancelled")),
            Map.entry("missing_extension", new Alert(109, "tlsv13 alert missing extension")),
            Map.entry("unsupported_extension", new Alert(110, "tlsv1 unsupported extension")),
            Map.entry("unrecognized_name", new Alert(112, "tlsv1 unrecognized name")),
            Map.entry("certificate_required", new Alert(116, "tlsv13 alert certificate required")),
            Map.entry("no_application_protocol", new Alert(120, "tlsv1 alert no application protocol")));

    /** OpenSSL numbers an alert's error like this. */
    private static final int ALERT_OFFSET = 1000;

    private static final int WRONG_VERSION_NUMBER = 0x10b;
    private static final int UNSUPPORTED_PROTOCOL = 0x102;
    private static final int NO_PROTOCOLS_AVAILABLE = 0xbf;
    private static final int WRONG_CIPHER_RETURNED = 0x105;

    private OpenSslError() {}

    /** {@code (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40)}. */
    static String of(SSLException e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        Matcher alert = ALERT.matcher(message);
        if (alert.find() && ALERTS.containsKey(alert.group(1))) {
            Alert known = ALERTS.get(alert.group(1));
            return text(ALERT_OFFSET + known.number(), known.reason() + ":SSL alert number " + known.number());
        }
        if (message.contains("nrecognized SSL message") || message.contains("record version")) {
            return text(WRONG_VERSION_NUMBER, "wrong version number");
        }
        if (message.contains("selected protocol version")) {
            return text(UNSUPPORTED_PROTOCOL, "unsupported protocol");
        }
        if (message.contains("No appropriate protocol")) {
            return text(NO_PROTOCOLS_AVAILABLE, "no protocols available");
        }
        if (message.contains("cipher suite")) {
            return text(WRONG_CIPHER_RETURNED, "wrong cipher returned");
        }
        return text(0, message);
    }

    private static String text(int code, String reason) {
        return String.format("(SSL: error:%08X:SSL routines::%s)", 0x0a000000 | code, reason);
    }
}
