package io.weir.protocol.cgi;

import io.weir.config.CgiParam;
import io.weir.exchange.Exchange;
import io.weir.variable.Names;
import io.weir.variable.Template;
import io.weir.variable.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.StringUtil;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request (nginx-semantics 10.3), compiled for one location: the configured ones in order, {@code
 * HTTP_HOST}, then {@code HTTP_NAME} for each of the client's fields that the configuration has not named. Immutable.
 */
public final class CgiParams {

    private static final String HEADER = "HTTP_";
    private static final String HOST_HEADER = "HTTP_HOST";

    /** What nginx sends unless HTTP_HOST is configured (since 1.31.4): never what the client only said. */
    private static final Template HOST = host();

    /** One parameter; byte strings. */
    public record Param(String name, String value) {}

    private final List<CgiParam> configured = new ArrayList<>();
    private final boolean passHeaders;

    /** Which {@code HTTP_NAME} the configuration sets: the client's field of that name is then not passed. */
    private final Set<String> configuredHeaders = new HashSet<>();

    /** @param passHeaders whether the client's fields are passed at all */
    CgiParams(List<CgiParam> params, boolean passHeaders) {
        this.passHeaders = passHeaders;
        for (CgiParam param : params) {
            boolean header = param.name().startsWith(HEADER) && param.name().length() > HEADER.length();
            if (header) {
                configuredHeaders.add(StringUtil.asciiToUpperCase(param.name()));
            }
            // nginx: one that is written as "" says no more than that the client's field is not for the peer.
            if (!header || !param.value().source().isEmpty()) {
                configured.add(param);
            }
        }
    }

    /** The parameters of this exchange, in the order in which they are sent. */
    public List<Param> of(Exchange exchange) {
        List<Param> params = new ArrayList<>(configured.size() + 16);
        for (CgiParam param : configured) {
            String value = param.value().evaluate(exchange);
            if (!value.isEmpty() || !param.ifNotEmpty()) {
                params.add(new Param(param.name(), value));
            }
        }
        if (!configuredHeaders.contains(HOST_HEADER)) {
            params.add(new Param(HOST_HEADER, HOST.evaluate(exchange)));
        }
        if (passHeaders) {
            addHeaders(exchange, params);
        }
        return params;
    }

    /**
     * Several lines of one name are one parameter, in the place of the first. {@code X_A} and {@code X-A} are two names, of two
     * parameters that are named alike.
     */
    private void addHeaders(Exchange exchange, List<Param> params) {
        Map<String, Integer> places = new HashMap<>();
        for (HttpField field : exchange.downstream().fields()) {
            String upper = StringUtil.asciiToUpperCase(field.getName());
            String name = HEADER + upper.replace('-', '_');
            if (name.equals(HOST_HEADER) || configuredHeaders.contains(name)) {
                continue;
            }
            String value = field.getValue() == null ? "" : field.getValue();
            @Nullable Integer place = places.putIfAbsent(upper, params.size());
            if (place == null) {
                params.add(new Param(name, value));
            } else {
                String separator = field.getHeader() == HttpHeader.COOKIE ? "; " : ", ";
                params.set(place, new Param(name, params.get(place).value() + separator + value));
            }
        }
    }

    private static Template host() {
        try {
            return Template.compile("$host$is_request_port$request_port", new Names());
        } catch (TemplateException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
