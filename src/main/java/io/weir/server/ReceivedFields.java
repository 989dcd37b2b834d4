package io.weir.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** The fields of the head that is being read, and where their lines end. Confined to the connection's thread. */
final class ReceivedFields {

    /** More than most heads have. */
    private static final int USUAL = 16;

    @Nullable
    HttpField[] fields = new HttpField[USUAL];
    /** Where each line ends, from the head's first byte; the request line first. */
    int[] ends = new int[USUAL + 1];

    int count;

    private @Nullable List<String> dropped;

    void release() {
        if (fields.length > USUAL) {
            fields = new HttpField[USUAL];
            ends = new int[USUAL + 1];
        } else {
            Arrays.fill(fields, 0, count, null);
        }
        count = 0;
        dropped = null;
    }

    /** A line does not count. */
    void drop(String shown) {
        if (dropped == null) {
            dropped = new ArrayList<>();
        }
        dropped.add("client sent invalid header line: \"" + shown + "\"");
    }

    /** What the error log gets about lines that do not count; null when there are none. */
    @Nullable
    List<String> dropped() {
        return dropped;
    }

    void add(HttpField field, int end) {
        if (count == fields.length) {
            fields = Arrays.copyOf(fields, count * 2);
            ends = Arrays.copyOf(ends, count * 2 + 1);
        }
        fields[count++] = field;
        ends[count] = end;
    }

    HttpFields toFields() {
        return HttpFields.from(Arrays.copyOf(fields, count));
    }
}
