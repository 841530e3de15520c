package kelvin.bank.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads that run numbered tasks, the calling thread among them. Which thread runs which task is left
 * to chance, so tasks must not depend on it. Idle threads spin for some microseconds, then park.
 */
final class Crew implements AutoCloseable {
    /** A few tens of microseconds: longer than the gap between two phases of a leapfrog step. */
    private static final int SPINS = 2000;

    private final Thread[] threads;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private Task task;
    private int tasks;
    private volatile int round;
    private volatile boolean closed;
    private volatile Throwable failure;

    /** One of many equal pieces of work. */
    interface Task {
        /**
         * Runs a piece.
         *
         * @param index 0 to tasks - 1
         * @param worker number of the running thread, 0 for the caller
         */
        void run(int index, int worker);
    }

    /** A crew of so many threads, the caller counted. */
    Crew(int size) {
        threads = new Thread[size - 1];
        for (int i = 0; i < threads.length; i++) {
            int worker = i + 1;
            threads[i] = new Thread(() -> work(worker), "bank-" + worker);
            threads[i].setDaemon(true);
            threads[i].start();
        }
    }

    /** Number of threads, the caller counted. */
    int size() {
        return threads.length + 1;
    }

    /** Runs tasks 0 to count - 1 and returns when all are done; the first exception of any is thrown on. */
    void run(int count, Task work) {
        if (threads.length == 0 || count <= 1) {
            for (int i = 0; i < count; i++) {
                work.run(i, 0);
            }
            return;
        }
        task = work;
        tasks = count;
        next.set(0);
        busy.set(threads.length);
        round++;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        take(0);
        for (int spins = 0; busy.get() > 0; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            throw (Error) thrown;
        }
    }

    private void take(int worker) {
        try {
            for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                task.run(i, worker);
            }
        } catch (RuntimeException | Error thrown) {
            next.set(tasks);
            failure = thrown;
        }
    }

    private void work(int worker) {
        int seen = 0;
        while (true) {
            for (int spins = 0; round == seen && !closed; spins++) {
                if (spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            if (closed) {
                return;
            }
            seen++;
            take(worker);
            busy.decrementAndGet();
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
    }
}
