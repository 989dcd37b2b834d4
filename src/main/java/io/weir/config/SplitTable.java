package io.weir.config;

import io.weir.variable.Custom;
import io.weir.variable.Scope;
import io.weir.variable.Template;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash2;

/** {@code split_clients}, compiled: from a hash of a text to one of some values. Immutable. */
record SplitTable(Template source, List<Part> parts) implements Custom.Computation {

    /** @param end the first hash, of 32 bits, that is no longer in it */
    record Part(long end, String value) {}

    @Override
    public String compute(Scope scope) {
        byte[] text = source.evaluate(scope).getBytes(StandardCharsets.ISO_8859_1);
        long hash = Integer.toUnsignedLong(MurmurHash2.hash32(text, text.length, 0));
        for (Part part : parts) {
            if (hash < part.end()) {
                return part.value();
            }
        }
        return "";
    }
}
