package io.weir.protocol.uwsgi;

import io.weir.config.LocationConfig.Target;
import io.weir.config.UwsgiSettings;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.protocol.InvalidRequestException;
import io.weir.protocol.RequestHead;
import io.weir.protocol.cgi.BareResponse;
import io.weir.protocol.cgi.CgiParams;
import io.weir.protocol.cgi.CgiParams.Param;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One request to a uwsgi peer. */
final class UwsgiProtocol extends BareResponse {

    private static final int LARGEST_PACKET = 65535;

    private final UwsgiSettings settings;
    private final CgiParams params;
    private final Target to;

    UwsgiProtocol(Exchange exchange, UwsgiSettings settings, CgiParams params, Target to, ExchangeLog log) {
        super(exchange, log);
        this.settings = settings;
        this.params = params;
        this.to = to;
    }

    @Override
    public String schema() {
        return to.https() ? "suwsgi://" : "uwsgi://";
    }

    @Override
    public RequestHead createRequest(long bodyLength) throws InvalidRequestException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream(1024);
        for (Param param : params.of(exchange())) {
            putText(packet, param.name());
            putText(packet, param.value());
        }
        packet.writeBytes(settings.string().getBytes(StandardCharsets.ISO_8859_1));
        int size = packet.size();
        if (size > LARGEST_PACKET) {
            throw new InvalidRequestException("uwsgi request is too big: " + size, true);
        }
        byte[] bytes = new byte[4 + size];
        bytes[0] = (byte) settings.modifier1();
        bytes[1] = (byte) size;
        bytes[2] = (byte) (size >> 8);
        bytes[3] = (byte) settings.modifier2();
        System.arraycopy(packet.toByteArray(), 0, bytes, 4, size);
        return new RequestHead(bytes, null, settings.handler().passRequestBody());
    }

    /** Lengths are little-endian. One that does not fit makes a packet that does not fit, which is told later. */
    private static void putText(ByteArrayOutputStream packet, String text) {
        packet.write(text.length());
        packet.write(text.length() >> 8);
        packet.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
