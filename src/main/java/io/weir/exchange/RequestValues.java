package io.weir.exchange;

import io.weir.config.AddressText;
import io.weir.http.BasicCredentials;
import io.weir.http.KnownNames;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** Values of variables that are somewhere inside of fields, arguments and addresses, found as nginx finds them. */
final class RequestValues {

    private RequestValues() {}

    /** All values of a field in order; null when there is none. An underscore in a name was matched as a dash. */
    static @Nullable String joined(HttpFields fields, String name, String separator) {
        HttpHeader known = KnownNames.find(name);
        String found = null;
        for (HttpField field : fields) {
            if (known != null ? field.getHeader() == known : matches(field.getName(), name)) {
                String value = field.getValue() == null ? "" : field.getValue();
                found = found == null ? value : found + separator + value;
            }
        }
        return found;
    }

    /** nginx compares with dashes turned into underscores, so that {@code $http_x_a} finds both {@code X-A} and {@code X_A}. */
    private static boolean matches(String fieldName, String name) {
        if (fieldName.length() != name.length()) {
            return false;
        }
        return fieldName.equalsIgnoreCase(name)
                || (fieldName.indexOf('_') >= 0 && fieldName.replace('_', '-').equalsIgnoreCase(name));
    }

    static @Nullable String cookie(HttpFields fields, String name) {
        for (HttpField field : fields) {
            if (field.getHeader() == HttpHeader.COOKIE && field.getValue() != null) {
                String found = cookie(field.getValue(), name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** A name begins behind a semicolon or a comma, a value ends at a semicolon ({@code ngx_http_parse_multi_header_lines}). */
    private static @Nullable String cookie(String line, String name) {
        int at = 0;
        while (at < line.length()) {
            if (line.regionMatches(true, at, name, 0, name.length())) {
                int equals = afterSpaces(line, at + name.length());
                if (equals < line.length() && line.charAt(equals) == '=') {
                    int start = afterSpaces(line, equals + 1);
                    int end = line.indexOf(';', start);
                    return line.substring(start, end < 0 ? line.length() : end);
                }
            }
            while (at < line.length() && line.charAt(at) != ';' && line.charAt(at) != ',') {
                at++;
            }
            at = afterSpaces(line, at + 1);
        }
        return null;
    }

    private static int afterSpaces(String line, int start) {
        int at = start;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    static @Nullable String setCookie(@Nullable UpstreamHead head, String name) {
        if (head == null) {
            return null;
        }
        for (HttpField field : head.fields()) {
            if (field.getHeader() == HttpHeader.SET_COOKIE && field.getValue() != null) {
                int equals = field.getValue().indexOf('=');
                if (equals > 0 && field.getValue().substring(0, equals).trim().equalsIgnoreCase(name)) {
                    int end = field.getValue().indexOf(';');
                    return field.getValue()
                            .substring(equals + 1, end < 0 ? field.getValue().length() : end)
                            .stripLeading();
                }
            }
        }
        return null;
    }

    static @Nullable String argument(@Nullable String args, String name) {
        if (args == null) {
            return null;
        }
        for (String pair : args.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                return pair.substring(equals + 1);
            }
        }
        return null;
    }

    static String requestPort(Downstream client) {
        String hostField = client.fields().get(HttpHeader.HOST);
        if (hostField == null) {
            return "";
        }
        int colon = hostField.lastIndexOf(':');
        return colon < 0 || hostField.indexOf(']', colon) >= 0 ? "" : hostField.substring(colon + 1);
    }

    static String forwardedFor(Downstream client) {
        String before = joined(client.fields(), "x-forwarded-for", ", ");
        String address = client.remoteText();
        return before == null ? address : before + ", " + address;
    }

    static String address(SocketAddress address) {
        return switch (address) {
            case InetSocketAddress inet -> AddressText.of(inet.getAddress());
            case UnixDomainSocketAddress _ -> "unix:";
            default -> address.toString();
        };
    }

    static String port(SocketAddress address) {
        // Port 0 is that of an address which realip took from a field without port.
        return address instanceof InetSocketAddress inet && inet.getPort() != 0 ? Integer.toString(inet.getPort()) : "";
    }

    static String binaryAddress(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? new String(inet.getAddress().getAddress(), StandardCharsets.ISO_8859_1)
                : "";
    }

    /** The name of a Basic {@code Authorization}, as the client gave it: whether it was verified is not asked. */
    static @Nullable String remoteUser(HttpFields fields) {
        BasicCredentials given = BasicCredentials.of(fields.get(HttpHeader.AUTHORIZATION));
        return given == null ? null : given.user();
    }
}
