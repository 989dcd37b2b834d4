package io.weir.resolve;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/** What is known of a name. It holds until a second of the resolver's clock, that included. Immutable. */
sealed interface Answer {

    long validUntil();

    /** At least one of these. */
    record Addresses(List<InetAddress> ipv4, List<InetAddress> ipv6, long validUntil) implements Answer {

        /** {@code ngx_resolver_export}: each family begins at random, and so does the list of both. */
        List<InetAddress> rotated(RandomGenerator random) {
            int size = ipv4.size() + ipv6.size();
            InetAddress[] all = new InetAddress[size];
            int start = random.nextInt(size);
            put(ipv4, all, start, random);
            put(ipv6, all, start + ipv4.size(), random);
            return Arrays.asList(all);
        }

        private static void put(List<InetAddress> family, InetAddress[] all, int start, RandomGenerator random) {
            int first = family.isEmpty() ? 0 : random.nextInt(family.size());
            for (int i = 0; i < family.size(); i++) {
                all[(start + i) % all.length] = family.get((first + i) % family.size());
            }
        }

        /** In the order of the answer. */
        List<InetAddress> all() {
            List<InetAddress> all = new ArrayList<>(ipv4);
            all.addAll(ipv6);
            return all;
        }
    }

    /** Another name has the addresses. */
    record Alias(Name target, long validUntil) implements Answer {}

    /** @param services at least one */
    record Services(List<Service> services, long validUntil) implements Answer {}

    /** An SRV record. */
    record Service(Name target, int port, int priority, int weight) {}
}
