package io.weir.config;

import io.weir.variable.Custom;
import io.weir.variable.Scope;
import io.weir.variable.Template;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;

/** {@code geo}, compiled: from an address to the value of the smallest network that it is in. Immutable. */
record GeoTable(Template source, List<Entry> entries, String otherwise) implements Custom.Computation {

    GeoTable {
        entries = entries.stream()
                .sorted(Comparator.comparingInt((Entry entry) -> entry.network().bits())
                        .reversed())
                .toList();
    }

    record Entry(AddressRange.Network network, String value) {}

    /** What is no address has the default. */
    @Override
    public String compute(Scope scope) {
        InetAddress address = AddressText.parse(source.evaluate(scope));
        if (address != null) {
            InetSocketAddress client = new InetSocketAddress(address, 0);
            for (Entry entry : entries) {
                if (entry.network().contains(client)) {
                    return entry.value();
                }
            }
        }
        return otherwise;
    }
}
