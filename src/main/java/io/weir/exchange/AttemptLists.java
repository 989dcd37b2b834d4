package io.weir.exchange;

import io.weir.log.LogTime;
import io.weir.variable.CoreVariable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code $upstream_*} lists: one element per attempt, {@code ", "} within a run, {@code " : "} between runs. */
final class AttemptLists {

    private AttemptLists() {}

    static @Nullable String value(List<AttemptRecord> attempts, CoreVariable id) {
        if (attempts.isEmpty()) {
            return null;
        }
        if (attempts.size() == 1) {
            return element(attempts.getFirst(), id);
        }
        StringBuilder list = new StringBuilder();
        for (AttemptRecord attempt : attempts) {
            if (!list.isEmpty()) {
                list.append(attempt.firstOfRun() ? " : " : ", ");
            }
            list.append(element(attempt, id));
        }
        return list.toString();
    }

    private static String element(AttemptRecord attempt, CoreVariable id) {
        return switch (id) {
            case UPSTREAM_ADDR -> attempt.peer();
            case UPSTREAM_STATUS -> attempt.status() == 0 ? "-" : Integer.toString(attempt.status());
            case UPSTREAM_CONNECT_TIME -> time(attempt.connectMillis());
            case UPSTREAM_HEADER_TIME -> time(attempt.headerMillis());
            case UPSTREAM_RESPONSE_TIME -> time(attempt.responseMillis());
            case UPSTREAM_RESPONSE_LENGTH -> Long.toString(attempt.responseLength());
            case UPSTREAM_BYTES_RECEIVED -> Long.toString(attempt.bytesReceived());
            case UPSTREAM_BYTES_SENT -> Long.toString(attempt.bytesSent());
            default -> throw new IllegalArgumentException("no list of attempts: " + id);
        };
    }

    private static String time(long millis) {
        return millis == AttemptRecord.NEVER ? "-" : LogTime.seconds(millis);
    }
}
