package io.weir.server;

import io.weir.config.ClientSettings;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** What nginx asks of a request's head beyond its grammar (nginx-semantics 1.9). Immutable. */
final class RequestRules {

    /** Fields that may stand once only. */
    private static final Set<HttpHeader> ONCE = EnumSet.of(
            HttpHeader.HOST,
            HttpHeader.CONTENT_LENGTH,
            HttpHeader.TRANSFER_ENCODING,
            HttpHeader.CONTENT_RANGE,
            HttpHeader.EXPECT,
            HttpHeader.AUTHORIZATION,
            HttpHeader.PROXY_AUTHORIZATION,
            HttpHeader.IF_MODIFIED_SINCE,
            HttpHeader.IF_UNMODIFIED_SINCE,
            HttpHeader.IF_MATCH,
            HttpHeader.IF_NONE_MATCH,
            HttpHeader.IF_RANGE);

    /** Why a request is not served. */
    record Verdict(int status, String why) {}

    private final boolean underscores;
    private final boolean dropInvalid;

    RequestRules(ClientSettings settings) {
        underscores = settings.underscoresInHeaders();
        dropInvalid = settings.ignoreInvalidHeaders();
    }

    /** Whether a field is taken at all: nginx drops names with characters that applications might read in two ways. */
    boolean keeps(HttpField field) {
        if (field.getHeader() != null || !dropInvalid) {
            return true;
        }
        String name = field.getName();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            if (!plain && !(underscores && c == '_')) {
                return false;
            }
        }
        return true;
    }

    /** @return null for a request that is served */
    @Nullable
    Verdict check(String method, String target, HttpVersion version, HttpFields fields) {
        if (!isMethod(method)) {
            return new Verdict(400, "client sent invalid method");
        }
        if (version.getVersion() >= HttpVersion.HTTP_2.getVersion()) {
            return new Verdict(505, "client sent HTTP/2 in an HTTP/1 request line");
        }
        Verdict repeated = repeated(fields);
        if (repeated != null) {
            return repeated;
        }
        String host = fields.get(HttpHeader.HOST);
        if (version == HttpVersion.HTTP_1_1 && (host == null || host.isEmpty())) {
            return new Verdict(400, "client sent HTTP/1.1 request without \"Host\" header");
        }
        Verdict encoding = transferEncoding(version, fields);
        if (encoding != null) {
            return encoding;
        }
        if (method.equals("TRACE")) {
            return new Verdict(405, "client sent TRACE method");
        }
        return method.equals("CONNECT") ? new Verdict(405, "client sent CONNECT method") : null;
    }

    private static boolean isMethod(String method) {
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if ((c < 'A' || c > 'Z') && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Verdict repeated(HttpFields fields) {
        for (HttpField field : fields) {
            HttpHeader known = field.getHeader();
            if (known != null && ONCE.contains(known) && fields.getField(known) != field) {
                return new Verdict(400, "client sent duplicate header line: \"" + field.getName() + "\"");
            }
        }
        return null;
    }

    private static @Nullable Verdict transferEncoding(HttpVersion version, HttpFields fields) {
        String encoding = fields.get(HttpHeader.TRANSFER_ENCODING);
        if (encoding == null) {
            return null;
        }
        if (version.getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
            return new Verdict(400, "client sent \"Transfer-Encoding\" header in HTTP/1.0");
        }
        if (!encoding.equalsIgnoreCase("chunked")) {
            return new Verdict(501, "client sent unknown \"Transfer-Encoding\": \"" + encoding + "\"");
        }
        return fields.contains(HttpHeader.CONTENT_LENGTH)
                ? new Verdict(400, "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time")
                : null;
    }
}
