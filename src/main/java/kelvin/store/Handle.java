package kelvin.store;

import java.util.function.LongConsumer;

/** The one owner of a handle of the HDF5 library. */
final class Handle implements AutoCloseable {
    private final long id;
    private final LongConsumer closer;
    private boolean closed;

    Handle(long id, LongConsumer closer) {
        this.id = id;
        this.closer = closer;
    }

    /** The library's number for the open thing. */
    long id() {
        return id;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closer.accept(id);
        }
    }
}
