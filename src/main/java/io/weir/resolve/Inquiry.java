package io.weir.resolve;

import io.weir.resolve.Answer.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;

/**
 * What is asked about one name, and the answers so far: one server may answer for IPv4 and the next one for IPv6. Confined to
 * the thread of a lookup.
 */
final class Inquiry {

    private static final SecureRandom IDS = new SecureRandom();
    private static final int IDENTIFIERS = 1 << 16;

    private final List<Record> questions = new ArrayList<>();
    private final Message[] queries;
    private final boolean[] answered;
    private final List<InetAddress> addresses4 = new ArrayList<>();
    private final List<InetAddress> addresses6 = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private @Nullable Name alias;
    private long ttl = Long.MAX_VALUE;
    private int failure;

    /** @param types of records, such as {@link org.xbill.DNS.Type#A} */
    Inquiry(Name name, List<Integer> types) {
        types.forEach(type -> questions.add(Record.newRecord(name, type, DClass.IN)));
        this.queries = new Message[types.size()];
        this.answered = new boolean[types.size()];
    }

    /**
     * Asks a server for what is not answered yet. Blocks until that is answered.
     *
     * @throws IOException when the server cannot be asked, or its time was over
     */
    void ask(NameServer server) throws IOException {
        try (DatagramChannel udp = server.udp()) {
            for (int i = 0; i < queries.length; i++) {
                if (!answered[i]) {
                    queries[i] = query(questions.get(i));
                    NameServer.send(udp, queries[i].toWire());
                }
            }
            while (!isAnswered()) {
                if (!take(NameServer.receive(udp), true)) {
                    askAgain(server);
                }
            }
        }
    }

    private boolean isAnswered() {
        for (boolean each : answered) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /** What was cut to fit a datagram comes whole over TCP. */
    private void askAgain(NameServer server) throws IOException {
        try (SocketChannel tcp = server.tcp()) {
            for (int i = 0; i < queries.length; i++) {
                if (!answered[i]) {
                    take(NameServer.ask(tcp, queries[i].toWire()), false);
                }
            }
        }
        if (!isAnswered()) {
            throw new IOException("no answer over TCP");
        }
    }

    private static Message query(Record question) {
        Message query = new Message(IDS.nextInt(IDENTIFIERS));
        query.getHeader().setFlag(Flags.RD);
        query.addRecord(question, Section.QUESTION);
        return query;
    }

    /**
     * Takes an answer, or ignores what is none: somebody else may send to the port too.
     *
     * @return false when the answer is truncated
     */
    private boolean take(byte[] wire, boolean mayBeTruncated) {
        Message message;
        try {
            message = new Message(wire);
        } catch (IOException garbled) {
            return true;
        }
        int index = indexOf(message);
        int code = message.getHeader().getRcode();
        // As in nginx, a server that does not understand the question has not answered it.
        if (index < 0 || code == Rcode.FORMERR || code > Rcode.REFUSED) {
            return true;
        }
        if (mayBeTruncated && message.getHeader().getFlag(Flags.TC)) {
            return false;
        }
        answered[index] = true;
        if (code != Rcode.NOERROR) {
            failure = code;
            return true;
        }
        message.getSection(Section.ANSWER).forEach(record -> add(record, questions.get(index)));
        return true;
    }

    private int indexOf(Message message) {
        boolean response =
                message.getHeader().getFlag(Flags.QR) && message.getHeader().getOpcode() == Opcode.QUERY;
        for (int i = 0; response && i < queries.length; i++) {
            boolean open = !answered[i]
                    && queries[i].getHeader().getID() == message.getHeader().getID();
            if (open && questions.get(i).equals(message.getQuestion())) {
                return i;
            }
        }
        return -1;
    }

    /** Addresses count whatever name they stand behind: the chain of aliases that leads there is the server's affair. */
    private void add(Record record, Record question) {
        if (record.getType() != question.getType() && !(record instanceof CNAMERecord)) {
            return;
        }
        switch (record) {
            case ARecord a -> addresses4.add(a.getAddress());
            case AAAARecord aaaa -> addresses6.add(aaaa.getAddress());
            case SRVRecord srv ->
                services.add(new Service(srv.getTarget(), srv.getPort(), srv.getPriority(), srv.getWeight()));
            case CNAMERecord cname -> alias = cname.getTarget();
            default -> {
                return;
            }
        }
        ttl = Math.min(ttl, record.getTTL());
    }

    /**
     * What everything together says. Addresses win over an alias; an error of one family fails the name, as in nginx.
     *
     * @param validSeconds how long it holds; 0 for as long as the records say
     */
    Answer result(long now, long validSeconds) throws ResolveException {
        if (failure != 0) {
            throw new ResolveException(failure);
        }
        long until = now + (validSeconds > 0 ? validSeconds : ttl);
        if (!addresses4.isEmpty() || !addresses6.isEmpty()) {
            return new Answer.Addresses(List.copyOf(addresses4), List.copyOf(addresses6), until);
        }
        if (!services.isEmpty()) {
            return new Answer.Services(List.copyOf(services), until);
        }
        if (alias != null) {
            return new Answer.Alias(alias, until);
        }
        throw new ResolveException(ResolveException.NOT_FOUND);
    }
}
