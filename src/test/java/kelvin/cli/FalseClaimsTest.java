package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import kelvin.support.Processes;

/** Small HDF5 files that claim to hold more than any memory: data sets of chunks that were never written. */
class FalseClaimsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "2**40, 3, 'claims 3298534883328 values, must be at most '",
        "2**62, 4, 'claims more values than there are numbers'"})
    void moreThanTheFileCanHoldIsRefusedInOneLine(String rows, String columns, String message) {
        Path file = folder.resolve("claims.h5");
        make(file, rows + ", " + columns, "");
        for (String[] command : List.of(new String[] {"sample", "--train", file + ":/rows"},
                new String[] {"sample", "--dry-run", "--train", file + ":/rows"})) {
            Runs.Ended ended = Runs.kelvin(command);
            assertEquals(65, ended.exitCode(), ended.toString());
            assertEquals(1, ended.err().lines().count(), ended.toString());
            assertEquals("kelvin: " + file + ": /rows " + message, ended.err().replaceAll("(at most ).*\n", "$1")
                    .replace("\n", ""), ended.toString());
        }
    }

    @Test
    void asManyAsTheFileHoldsAreRead() {
        Path file = folder.resolve("claims.h5");
        make(file, "20, 3", "rows[:] = [[i, i * i, -i] for i in range(20)]");
        Runs.Ended ended = Runs.kelvin("sample", "--dry-run", "--rungs", "2", "--train", file + ":/rows");
        assertEquals(0, ended.exitCode(), ended.toString());
    }

    private static void make(Path file, String shape, String fill) {
        Processes.Ended made = Processes.run(Map.of(), List.of(Processes.PYTHON, "-c", "import h5py, sys\n"
                + "rows = h5py.File(sys.argv[1], 'w').create_dataset('rows', (" + shape + "), 'f4', chunks=(16, 3))\n" + fill, file.toString()));
        assertEquals(0, made.exitCode(), made.toString());
    }
}
