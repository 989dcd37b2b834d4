package io.weir.response;

import io.weir.config.FieldSettings.Added;
import io.weir.exchange.Downstream;
import io.weir.exchange.DownstreamException;
import io.weir.exchange.DownstreamFilter;
import io.weir.exchange.Exchange;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** {@code add_trailer}: lines behind the body, evaluated when it has ended. */
final class AddedTrailers extends DownstreamFilter {

    private final Exchange exchange;
    private final List<Added> lines;
    private final boolean fit;

    /** @param fit whether the status gets trailers that are not for all */
    AddedTrailers(Downstream next, Exchange exchange, List<Added> lines, boolean fit) {
        super(next);
        this.exchange = exchange;
        this.lines = lines;
        this.fit = fit;
    }

    @Override
    public void end(HttpFields trailers) throws DownstreamException {
        next().end(with(trailers));
    }

    @Override
    public void endWith(ByteBuffer[] data, HttpFields trailers) throws DownstreamException {
        next().endWith(data, with(trailers));
    }

    @Override
    public void endWhole(ByteBuffer body, HttpFields trailers) throws DownstreamException {
        next().endWhole(body, with(trailers));
    }

    private HttpFields with(HttpFields trailers) {
        HttpFields.Mutable all = HttpFields.build(trailers);
        for (Added line : lines) {
            String value = fit || line.always() ? line.value().evaluate(exchange) : "";
            if (!value.isEmpty()) {
                all.add(new HttpField(line.name(), LocalAnswers.singleLine(value)));
            }
        }
        return all;
    }
}
