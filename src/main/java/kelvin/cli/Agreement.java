package kelvin.cli;

import java.util.List;
import java.util.concurrent.Callable;

import kelvin.team.Team;

/**
 * Something that every rank must have done before any may go on. Where it fails on one rank it fails on all, with one
 * error: that of the lowest rank, so that a mistake that every rank meets is told once.
 */
final class Agreement {
    private static final byte[] FINE = {};

    private Agreement() {
    }

    /**
     * Runs a task on every rank; each must call this.
     *
     * @throws FailedException on every rank if it threw on any
     */
    static <T> T reach(Team team, Callable<T> task) {
        T result = null;
        Exception cause = null;
        try {
            result = task.call();
        } catch (Exception e) {
            cause = e;
        }
        List<byte[]> all = team.gather(cause == null ? FINE : named(team, Failure.of(cause)).toBytes());
        byte[] first = all.stream().filter(bytes -> bytes.length > 0).findFirst().orElse(FINE);
        byte[] verdict = team.broadcast(first);
        if (verdict.length > 0) {
            throw new FailedException(Failure.fromBytes(verdict), cause);
        }
        return result;
    }

    private static Failure named(Team team, Failure failure) {
        return team.rank() == 0 ? failure
                : new Failure(failure.code(), "rank " + team.rank() + " on " + team.host() + ": " + failure.line());
    }

    /** All ranks know what went wrong, and rank 0 says it. */
    static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Failure failure;

        FailedException(Failure failure, Exception cause) {
            super(failure.line(), cause);
            this.failure = failure;
        }

        Failure failure() {
            return failure;
        }
    }
}
