package io.weir.exchange;

import io.weir.config.ClientSettings;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one exchange. Methods that read, write or end may block; they are called on the exchange's thread, or
 * on the one thread that it has handed the body to.
 *
 * <p>The response is: {@link #begin} once, then any number of {@link #write} and {@link #tryWrite}, then {@link #end}; or
 * {@link #abort} at any time. The head leaves with the first body bytes, with {@link #flush}, or at the end.
 */
public interface Downstream {

    /** {@code $request}: the first line as received, however broken. */
    String requestLine();

    /** As received; empty when the request line does not begin with one. */
    String method();

    /** The version as received, empty when there was something else in its place; null without one. */
    @Nullable
    String protocol();

    HttpVersion version();

    /** The request's fields in order, names and values as received. */
    HttpFields fields();

    /** Bytes received: the head, and what was read of the body as it was framed. */
    long requestLength();

    /** {@link System#nanoTime()} at the first byte of the request. */
    long startNanos();

    SocketAddress remoteAddress();

    /** {@code $remote_addr}, made once for a connection: the address as nginx writes it. */
    String remoteText();

    SocketAddress localAddress();

    /** {@code $connection}. */
    long connectionNumber();

    /** {@code $connection_requests}: this request included. */
    long connectionRequests();

    /** {@link System#nanoTime()} at the accept. */
    long connectionStartNanos();

    /** Whether this request was already in the buffer when its predecessor ended ({@code $pipe}). */
    boolean pipelined();

    /** The declared length of the request body; 0 for none, -1 for chunked. */
    long bodyLength();

    /**
     * Reads the request body, decoded. Answers {@code Expect: 100-continue} before the first read.
     *
     * @return the number of bytes, or -1 at the end
     * @throws DownstreamException when the client is gone, slow, or sends no valid body
     */
    int readBody(ByteBuffer into) throws DownstreamException;

    /** True when the whole body has been received already, so that reading it will not block. Never blocks. */
    boolean bodyArrived();

    /** Whether what has arrived of the body, if nobody has read it, shows already that it is no valid one. Never blocks. */
    boolean bodyInvalid();

    /**
     * Nobody will read the body: a client that waits for {@code 100 Continue} may send it to be dropped. To be called before a
     * response that is no error.
     *
     * @return whether it is valid as far as can be seen
     */
    boolean dropBody() throws DownstreamException;

    /**
     * Another thread reads the body from now on. It ends with the body, with the client, or when nobody needs the body any
     * more; the connection waits for it before it reads the next request.
     */
    void bodyReader(Thread reader);

    /** The time-outs and habits of the location that the request has come to. */
    void limits(ClientSettings settings);

    /** Sets the head of the response. Nothing is sent yet. */
    void begin(ResponseHead head);

    /** Sends a 103 with these fields before the response; blocks while the client does not take it. */
    void earlyHints(HttpFields fields) throws DownstreamException;

    /**
     * From the next write on the response goes no faster than this. To be called before anything of it is sent.
     *
     * @param bytesPerSecond more than 0
     * @param after bytes that go at full speed before
     */
    void pace(long bytesPerSecond, long after);

    /** Whether a byte of the response may have been sent. */
    boolean committed();

    /** Sends body bytes, all of them; blocks while the client does not take them. */
    void write(ByteBuffer[] data) throws DownstreamException;

    /**
     * Sends what the client takes at once of these body bytes, perhaps nothing. What was not taken (positions say so) has to
     * be the beginning of the next write.
     */
    void tryWrite(ByteBuffer[] data) throws DownstreamException;

    /** Sends the head if it is still waiting. */
    void flush() throws DownstreamException;

    /** Ends the response in its framing: the last chunk where there are chunks. */
    default void end(HttpFields trailers) throws DownstreamException {
        endWith(new ByteBuffer[0], trailers);
    }

    /** Sends last body bytes and ends the response, in one write where possible. */
    void endWith(ByteBuffer[] data, HttpFields trailers) throws DownstreamException;

    /**
     * Sends a whole response whose body lies in one buffer, and ends it. What lies before the buffer's position is no longer
     * needed by anyone: the head may be put there, so that one write of one piece sends all.
     */
    void endWhole(ByteBuffer body, HttpFields trailers) throws DownstreamException;

    /**
     * After {@link #begin} of a 101: from here on the connection carries bytes as they are, both ways. One thread may then
     * write while another one calls {@link #readUpgraded}.
     */
    void upgrade();

    /**
     * Reads what the client sends after {@link #upgrade}, what had arrived before included. Blocks as long as the client is
     * silent.
     *
     * @return the number of bytes, or -1 when the client has ended its side
     */
    int readUpgraded(ByteBuffer into) throws DownstreamException;

    /** Cuts the connection so that what was sent cannot be taken for a whole response. From any thread, any number of times. */
    void abort();

    /** The same for a client that is not worth an orderly end: with a reset, where {@code reset_timedout_connection} asks for it. */
    void drop();

    /** What was sent behind the last chunk; empty before, and where there are no chunks. */
    HttpFields sentTrailers();

    /** All bytes of the response handed to the network so far. */
    long bytesSent();

    /** The part of {@link #bytesSent()} that was the response's head. */
    long headBytesSent();

    /**
     * Watches whether the client goes away while nobody reads from it or writes to it. Notices within a second.
     *
     * @param gone run once, on another thread; must be short
     */
    void watch(Runnable gone);

    /** Ends the watch; afterwards {@code gone} is not running and will not run. Does nothing when there is no watch. */
    void unwatch();
}
