package io.weir.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * A name server on one free port of the loopback interface, for UDP and TCP, whose answers a test sets and changes while it
 * runs. A name without records does not exist. Names are absolute, without the dot at their end.
 */
public final class FakeDns implements AutoCloseable {

    /** How a question is answered. */
    @FunctionalInterface
    public interface Answer {
        /** The messages to send, in order; none is silence. */
        List<byte[]> to(Message query, boolean overTcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;

    private final Map<String, Answer> answers = new HashMap<>(); // guarded by this, as the next one
    private final List<String> questions = new ArrayList<>();

    private FakeDns(DatagramSocket udp, ServerSocket tcp) {
        this.udp = udp;
        this.tcp = tcp;
    }

    public static FakeDns start() throws IOException {
        while (true) {
            DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ServerSocket tcp = new ServerSocket();
            try {
                tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), udp.getLocalPort()));
            } catch (IOException taken) {
                udp.close();
                tcp.close();
                continue;
            }
            FakeDns dns = new FakeDns(udp, tcp);
            Thread.ofVirtual().name("fake DNS, UDP").start(dns::serveUdp);
            Thread.ofVirtual().name("fake DNS, TCP").start(dns::serveTcp);
            return dns;
        }
    }

    /** As {@code resolver} takes it. */
    public String address() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    public InetSocketAddress socketAddress() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    /** Sets the answer to questions of one type; others about the name are answered with no records. */
    public synchronized FakeDns on(String name, int type, Answer answer) {
        answers.put(key(name, type), answer);
        return this;
    }

    private static String key(String name, int type) {
        return name.toLowerCase(Locale.ROOT) + " " + Type.string(type);
    }

    /** The name has these records of one type, each as in a zone file: {@code 10 1 80 a.test.} for SRV. */
    public FakeDns records(String name, int type, long ttl, String... data) {
        return on(
                name,
                type,
                (query, overTcp) -> List.of(reply(query, Rcode.NOERROR, recordsOf(name, type, ttl, data))
                        .toWire()));
    }

    /** The name has these IPv4 addresses. */
    public FakeDns a(String name, long ttl, String... addresses) {
        return records(name, Type.A, ttl, addresses);
    }

    /** Questions of this type about the name get an error. */
    public FakeDns error(String name, int type, int code) {
        return on(
                name,
                type,
                (query, overTcp) -> List.of(reply(query, code, List.of()).toWire()));
    }

    /** The name does not exist any more. */
    public synchronized FakeDns forget(String name) {
        answers.keySet().removeIf(key -> key.startsWith(name.toLowerCase(Locale.ROOT) + " "));
        return this;
    }

    /** Records of one name and type. */
    public static List<Record> recordsOf(String name, int type, long ttl, String... data) throws IOException {
        List<Record> records = new ArrayList<>();
        for (String each : data) {
            records.add(Record.fromString(absolute(name), type, DClass.IN, ttl, each, Name.root));
        }
        return records;
    }

    private static Name absolute(String name) throws TextParseException {
        return Name.fromString(name, Name.root);
    }

    /** The answer to a question, to be changed or sent. */
    public static Message reply(Message query, int code, List<Record> records) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RD);
        reply.getHeader().setFlag(Flags.RA);
        reply.getHeader().setRcode(code);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        records.forEach(record -> reply.addRecord(record, Section.ANSWER));
        return reply;
    }

    /** Every question so far: {@code A a.test UDP}. */
    public synchronized List<String> questions() {
        return List.copyOf(questions);
    }

    /** How often this was asked: the beginning of {@link #questions()}. */
    public long asked(String beginning) {
        return questions().stream().filter(line -> line.startsWith(beginning)).count();
    }

    private List<byte[]> answer(byte[] wire, boolean overTcp) throws IOException {
        Message query = new Message(wire);
        Record question = query.getQuestion();
        String name = question.getName().toString(true);
        Answer answer;
        synchronized (this) {
            questions.add(Type.string(question.getType()) + " " + name + (overTcp ? " TCP" : " UDP"));
            answer = answers.get(key(name, question.getType()));
            if (answer == null) {
                boolean exists =
                        answers.keySet().stream().anyMatch(key -> key.startsWith(name.toLowerCase(Locale.ROOT) + " "));
                int code = exists ? Rcode.NOERROR : Rcode.NXDOMAIN;
                answer = (asked, _) -> List.of(reply(asked, code, List.of()).toWire());
            }
        }
        return answer.to(query, overTcp);
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
                byte[] wire = Arrays.copyOf(buffer, packet.getLength());
                Thread.ofVirtual().name("fake DNS, a question").start(() -> answerUdp(wire, packet));
            } catch (IOException _) {
                // Closed, or what the system says of a client that has left.
            }
        }
    }

    private void answerUdp(byte[] wire, DatagramPacket from) {
        try {
            for (byte[] each : answer(wire, false)) {
                udp.send(new DatagramPacket(each, each.length, from.getSocketAddress()));
            }
        } catch (IOException _) {
            // The test is over.
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                Thread.ofVirtual().name("fake DNS, a connection").start(() -> answerTcp(client));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void answerTcp(Socket client) {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] wire = in.readNBytes(in.readUnsignedShort());
                for (byte[] each : answer(wire, true)) {
                    out.writeShort(each.length);
                    out.write(each);
                }
                out.flush();
            }
        } catch (IOException _) {
            // The client has all its answers.
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
