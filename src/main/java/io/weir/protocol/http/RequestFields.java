package io.weir.protocol.http;

import io.weir.config.ProxySettings;
import io.weir.http.FieldNames;
import io.weir.variable.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/**
 * What a location makes of the request's fields, compiled once: which lines it sets, which defaults of nginx it leaves in
 * force, and which of the client's fields are not passed (nginx-semantics 6.4).
 */
final class RequestFields {

    /** The client's fields of these names never go upstream by themselves: nginx's default {@code proxy_set_header} list. */
    private static final List<String> NOT_PASSED = List.of(
            "Host",
            "Connection",
            "Proxy-Connection",
            "Keep-Alive",
            "TE",
            "Expect",
            "Upgrade",
            "Content-Length",
            "Transfer-Encoding");

    private final FieldNames dropped;
    private final List<ProxySettings.SetHeader> lines = new ArrayList<>();
    private final @Nullable Template host;
    private final boolean ownContentLength;
    private final boolean ownTransferEncoding;

    RequestFields(ProxySettings settings) {
        List<String> notPassed = new ArrayList<>(NOT_PASSED);
        Template hostLine = null;
        for (ProxySettings.SetHeader line : settings.setHeaders()) {
            notPassed.add(line.name());
            if (line.name().equalsIgnoreCase("Host")) {
                hostLine = line.value();
            } else {
                lines.add(line);
            }
        }
        dropped = new FieldNames(notPassed);
        host = hostLine;
        ownContentLength = !sets("content-length");
        ownTransferEncoding = !sets("transfer-encoding");
    }

    private boolean sets(String name) {
        return lines.stream()
                .anyMatch(line -> line.name().toLowerCase(Locale.ROOT).equals(name));
    }

    /** Whether a field of the client goes upstream. */
    boolean passes(HttpField field, List<String> namedByConnection) {
        return !dropped.contains(field)
                && (namedByConnection.isEmpty() || !namedByConnection.contains(field.getLowerCaseName()));
    }

    /** The configured lines in order, Host not among them. */
    List<ProxySettings.SetHeader> lines() {
        return lines;
    }

    /** What the configuration says Host is; null for {@code $proxy_host}. */
    @Nullable
    Template host() {
        return host;
    }

    /** Whether Content-Length is the proxy's to send. */
    boolean ownContentLength() {
        return ownContentLength;
    }

    /** Whether Transfer-Encoding is the proxy's to send. */
    boolean ownTransferEncoding() {
        return ownTransferEncoding;
    }
}
