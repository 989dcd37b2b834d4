package io.weir.endtoend;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.Scanner;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A small HTTP server as a program of its own, which can be killed and stopped, and whose mood standard input says: {@code ok},
 * {@code 500}, {@code silent} (accepts and never answers) or {@code deaf} (does not even accept). It gets its port, 0 for any, and its backlog. Prints its port, then the
 * path of every POST that it has read the head of.
 */
public final class MoodyPeer {

    private static volatile String mood = "ok";

    private MoodyPeer() {}

    public static void main(String[] arguments) throws IOException {
        Queue<Socket> open = new ConcurrentLinkedQueue<>();
        ServerSocket listener = new ServerSocket(
                Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), InetAddress.getLoopbackAddress());
        System.out.println("port " + listener.getLocalPort());
        Thread.ofPlatform().daemon().start(() -> accept(listener, open));
        Scanner moods = new Scanner(System.in, StandardCharsets.UTF_8);
        while (moods.hasNextLine()) {
            synchronized (MoodyPeer.class) {
                mood = moods.nextLine();
                MoodyPeer.class.notifyAll();
            }
            if (mood.equals("deaf")) {
                for (Socket socket : open) {
                    socket.close();
                }
            }
            System.out.println("mood " + mood);
        }
    }

    private static void accept(ServerSocket listener, Queue<Socket> open) {
        try {
            while (true) {
                await("deaf");
                Socket socket = listener.accept();
                await("deaf"); // it may have turned so since it began to wait
                socket.setTcpNoDelay(true);
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException | InterruptedException ended) {
            System.exit(1);
        }
    }

    /** Blocks while it is in this mood. */
    private static void await(String bad) throws InterruptedException {
        synchronized (MoodyPeer.class) {
            while (mood.equals(bad)) {
                MoodyPeer.class.wait();
            }
        }
    }

    private static void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.startsWith("POST ")) {
                    System.out.println(head.substring(0, head.indexOf(" HTTP/")));
                }
                await("silent");
                String status = mood.equals("500") ? "500 Mood" : "200 OK";
                socket.getOutputStream()
                        .write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException | InterruptedException ended) {
            // The proxy has gone, or this peer has turned deaf.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
