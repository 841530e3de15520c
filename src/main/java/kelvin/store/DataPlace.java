package kelvin.store;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where rows are: a file, or a data set of an HDF5 file.
 *
 * @param file the file
 * @param dataSet path in the file; empty for a CSV file
 */
public record DataPlace(Path file, String dataSet) {
    /** What FILE or FILE:/dataset means; a file that has that name is that file. */
    public static DataPlace of(String text) {
        int mark = Files.exists(Path.of(text)) ? -1 : text.indexOf(":/");
        return mark < 0 ? new DataPlace(Path.of(text), "")
                : new DataPlace(Path.of(text.substring(0, mark)), text.substring(mark + 1));
    }
}
