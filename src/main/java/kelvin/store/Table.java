package kelvin.store;

import java.util.List;

import kelvin.model.DataSet;
import kelvin.model.Schema;

/**
 * The rows of a file, in raw units, and how they were made.
 *
 * @param data inputs and targets
 * @param schema how the file's columns became these
 * @param messages what the user should know, each one line
 */
public record Table(DataSet data, Schema schema, List<String> messages) {
    /** Copies the list. */
    public Table {
        messages = List.copyOf(messages);
    }
}
