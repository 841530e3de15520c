package kelvin.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jline.utils.Signals;

import kelvin.sampler.Course;

/**
 * Turns signals into the wish to stop: SIGUSR1, which batch systems send ahead of a time limit, SIGTERM and SIGINT. A
 * second SIGTERM or SIGINT ends the process at once.
 */
final class Interruptions implements Course, AutoCloseable {
    private static final String WARNING = "USR1";
    /** What a shell reports of a process that a signal ended: 128 and the signal's number. */
    private static final Map<String, Integer> ENDED_BY = Map.of("TERM", 128 + 15, "INT", 128 + 2);

    private final AtomicReference<String> received = new AtomicReference<>();
    private final Map<String, Object> before = new HashMap<>();

    /** Listens from now on. */
    Interruptions() {
        before.put(WARNING, Signals.register(WARNING, () -> receive(WARNING)));
        for (String name : ENDED_BY.keySet()) {
            before.put(name, Signals.register(name, () -> receive(name)));
        }
    }

    private void receive(String name) {
        if (name.equals(received.getAndSet(name)) && ENDED_BY.containsKey(name)) {
            Runtime.getRuntime().halt(ENDED_BY.get(name));
        }
    }

    @Override
    public Wish wish() {
        return received.get() == null ? Wish.GO_ON : Wish.STOP;
    }

    @Override
    public void close() {
        before.forEach(Signals::unregister);
    }
}
