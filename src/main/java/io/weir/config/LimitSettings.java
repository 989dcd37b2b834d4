package io.weir.config;

import io.weir.config.ErrorLogConfig.Level;
import io.weir.variable.Template;
import java.util.List;

/** {@code limit_req} and {@code limit_conn} of a location. */
public record LimitSettings(List<Rate> rates, Refusal rateRefusal, List<Connections> connections, Refusal connRefusal) {

    public static final LimitSettings NONE = new LimitSettings(List.of(), Refusal.DEFAULT, List.of(), Refusal.DEFAULT);

    /**
     * What a key is counted in: {@code limit_req_zone} or {@code limit_conn_zone}.
     *
     * @param size bytes that its keys may take
     * @param rate requests per second in thousandths; 0 for connections
     */
    public record Zone(String name, Template key, long size, long rate) {}

    /**
     * {@code limit_req}.
     *
     * @param burst requests above the rate that are not refused, in thousandths
     * @param delay requests above the rate that are not delayed, in thousandths
     */
    public record Rate(Zone zone, long burst, long delay) {}

    /** {@code limit_conn}. */
    public record Connections(Zone zone, int most) {}

    /** What a request that exceeds a limit gets: {@code …_status}, {@code …_log_level}, {@code …_dry_run}. */
    public record Refusal(int status, Level level, boolean dryRun) {

        static final Refusal DEFAULT = new Refusal(503, Level.ERROR, false);

        /** Delays are told one level below refusals. */
        public Level delayLevel() {
            return switch (level) {
                case ERROR -> Level.WARN;
                case WARN -> Level.NOTICE;
                default -> Level.INFO;
            };
        }
    }
}
