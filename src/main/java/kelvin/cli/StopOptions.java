package kelvin.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When a run ends before its last iteration.
 *
 * @param ess once there are so many effective draws
 * @param roundTrips once all ladders together have made so many
 * @param timeLimit after so long, with a checkpoint to go on from
 */
record StopOptions(OptionalLong ess, OptionalLong roundTrips, Optional<Duration> timeLimit) {
    /** Iterations at most of a run that ends by a rule, unless others are asked for. */
    static final long MOST_ITERATIONS = 100_000;
    /** Iterations per draw of such a run, whose length nobody knows beforehand. */
    static final int THIN = 10;

    static StopOptions of(Values values) {
        OptionalLong ess = OptionalLong.empty();
        OptionalLong roundTrips = OptionalLong.empty();
        if (values.text("until") != null) {
            for (String rule : values.list("until")) {
                String[] parts = rule.split("=", 2);
                if (!(parts.length == 2 && parts[1].matches("[1-9][0-9]{0,8}"))) {
                    throw wrong(values);
                } else if (parts[0].equals("ess")) {
                    ess = OptionalLong.of(Long.parseLong(parts[1]));
                } else if (parts[0].equals("round-trips")) {
                    roundTrips = OptionalLong.of(Long.parseLong(parts[1]));
                } else {
                    throw wrong(values);
                }
            }
        }
        return new StopOptions(ess, roundTrips,
                values.text("time-limit") == null ? Optional.empty() : Optional.of(values.time("time-limit")));
    }

    private static UsageException wrong(Values values) {
        return values.wrong("until", "ess=N or round-trips=N, or both with a comma between");
    }

    /** Whether the draws decide how long the run is. */
    boolean byDraws() {
        return ess.isPresent() || roundTrips.isPresent();
    }
}
