package io.weir.response;

import io.weir.exchange.Exchange;
import io.weir.exchange.ResponseHead;
import io.weir.http.StatusText;
import io.weir.response.ByteRanges.ByteRange;
import io.weir.response.ByteRanges.Wanted;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;

/** Makes of a response what a {@code Range} asks for: nginx's range header filter. */
final class Ranges {

    private static final AtomicLong BOUNDARY = new AtomicLong();

    /**
     * @param head as it is to be sent
     * @param parts what follows it
     * @param satisfiable false: the response is 416 in place of this one
     */
    record Selected(ResponseHead head, List<BodyPart> parts, boolean satisfiable) {}

    private Ranges() {}

    /**
     * @param head its length is the body's, which is known
     * @param max of ranges; above that the client gets the whole
     */
    static Selected select(Exchange exchange, ResponseHead head, int max) {
        Selected whole = new Selected(head, List.of(BodyPart.of(0, head.contentLength())), true);
        HttpVersion version = exchange.downstream().version();
        if (head.status() != 200 || max == 0 || version == HttpVersion.HTTP_0_9) {
            return whole;
        }
        String range = exchange.downstream().fields().get(HttpHeader.RANGE);
        Wanted wanted = range == null || !ByteRanges.isBytes(range) || !isSame(exchange, head.fields())
                ? Wanted.EVERYTHING
                : ByteRanges.parse(range, head.contentLength(), max);
        return switch (wanted) {
            case Wanted.Everything _ -> {
                HttpFields.Mutable fields = HttpFields.build(head.fields());
                fields.add(new HttpField(HttpHeader.ACCEPT_RANGES, "bytes"));
                yield new Selected(head.with(fields, head.contentLength()), whole.parts(), true);
            }
            case Wanted.Unsatisfiable _ -> {
                HttpFields.Mutable fields = HttpFields.build(head.fields());
                fields.add(new HttpField(HttpHeader.CONTENT_RANGE, "bytes */" + head.contentLength()));
                yield new Selected(head.with(fields, 0), List.of(), false);
            }
            case Wanted.Ranges(List<ByteRange> ranges) ->
                ranges.size() == 1 ? single(head, ranges.getFirst()) : multiple(head, ranges);
        };
    }

    /** {@code If-Range}: whether what the client has a part of is what it would get another part of. */
    private static boolean isSame(Exchange exchange, HttpFields response) {
        String condition = exchange.downstream().fields().get(HttpHeader.IF_RANGE);
        if (condition == null) {
            return true;
        }
        if (condition.length() >= 2 && condition.endsWith("\"")) {
            return condition.equals(response.get(HttpHeader.ETAG));
        }
        String modified = response.get(HttpHeader.LAST_MODIFIED);
        return modified != null && HttpTime.parse(condition) == HttpTime.parse(modified);
    }

    private static Selected single(ResponseHead head, ByteRange range) {
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        fields.add(new HttpField(HttpHeader.CONTENT_RANGE, "bytes " + of(range, head)));
        ResponseHead part = partial(head, fields, range.end() - range.start());
        return new Selected(part, List.of(BodyPart.of(range.start(), range.end())), true);
    }

    private static Selected multiple(ResponseHead head, List<ByteRange> ranges) {
        String boundary = String.format(Locale.ROOT, "%020d", BOUNDARY.incrementAndGet());
        String type = head.fields().get(HttpHeader.CONTENT_TYPE);
        String before = "\r\n--" + boundary + "\r\n" + (type == null ? "" : "Content-Type: " + type + "\r\n")
                + "Content-Range: bytes ";
        List<BodyPart> parts = new ArrayList<>();
        for (ByteRange range : ranges) {
            parts.add(new BodyPart(bytes(before + of(range, head) + "\r\n\r\n"), range.start(), range.end()));
        }
        parts.add(new BodyPart(bytes("\r\n--" + boundary + "--\r\n"), 0, 0));
        HttpFields.Mutable fields = HttpFields.build(head.fields());
        fields.put(HttpHeader.CONTENT_TYPE, "multipart/byteranges; boundary=" + boundary);
        long length = parts.stream().mapToLong(BodyPart::length).sum();
        return new Selected(partial(head, fields, length), List.copyOf(parts), true);
    }

    private static String of(ByteRange range, ResponseHead head) {
        return range.start() + "-" + (range.end() - 1) + "/" + head.contentLength();
    }

    private static ResponseHead partial(ResponseHead head, HttpFields fields, long length) {
        return new ResponseHead(
                206, StatusText.line(206), fields, head.server(), head.date(), length, head.keepAlive());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
