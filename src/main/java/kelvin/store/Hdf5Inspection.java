package kelvin.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import hdf.hdf5lib.H5;
import hdf.hdf5lib.HDF5Constants;

/**
 * Reads all of an HDF5 file that this program might read, to see whether the library survives it. It is a program of its
 * own, which {@link Hdf5Inspector} starts: the library is C and a damaged file may crash it, or keep it busy for ever.
 *
 * <p>Reads names of files from standard input, one a line, and answers each with a line: {@code fine}, or why not.
 */
final class Hdf5Inspection {
    static final String FINE = "fine";
    /** It does not outlive the need for it by more. */
    private static final long IDLE_MILLIS = 5000;
    private static final int BLOCK = 1 << 18;

    private final Hdf5File file;
    private final Set<Long> seen = new HashSet<>();

    private Hdf5Inspection(Hdf5File file) {
        this.file = file;
    }

    /** Answers until nobody asks. */
    public static void main(String[] words) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Thread patience = null;
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            if (patience != null) {
                patience.interrupt();
            }
            answers.println(answer(Path.of(name)).replaceAll("\\R", "; "));
            patience = new Thread(Hdf5Inspection::endLater, "patience");
            patience.setDaemon(true);
            patience.start();
        }
    }

    private static void endLater() {
        try {
            Thread.sleep(IDLE_MILLIS);
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            // another file is asked for
        }
    }

    private static String answer(Path path) {
        try (Hdf5File file = Hdf5File.openUninspected(path)) {
            new Hdf5Inspection(file).group("/");
            return FINE;
        } catch (DataException | StoreException e) {
            return e.getMessage();
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return path + ": damaged HDF5: " + e;
        }
    }

    private void group(String name) {
        attributes(name);
        for (String member : file.members(name)) {
            String path = name.equals("/") ? "/" + member : name + "/" + member;
            file.refuseExternalLink(path);
            var object = H5.H5Oget_info_by_name(file.id(), path, HDF5Constants.H5P_DEFAULT);
            if (!seen.add(object.addr)) {
                continue;
            }
            if (object.type == HDF5Constants.H5O_TYPE_GROUP) {
                group(path);
            } else if (object.type == HDF5Constants.H5O_TYPE_DATASET) {
                attributes(path);
                dataSet(path);
            }
        }
    }

    private void attributes(String object) {
        for (String name : file.attributes().names(object)) {
            file.attributes().readIfKnown(object, name);
        }
    }

    private void dataSet(String path) {
        switch (file.content(path)) {
            case NUMBERS -> numbers(path, Slab.all(file.shape(path)), 0);
            case STRINGS -> file.readStrings(path);
            case OTHER -> { }   // which this program never reads
        }
    }

    /** Reads a part of an array, in blocks along a dimension, or along those after it where they are too long. */
    private void numbers(String path, Slab part, int dimension) {
        if (part.size() <= BLOCK) {
            file.readDoubles(path, part);
            return;
        }
        long length = part.count()[dimension];
        long step = Math.max(1, BLOCK / (part.size() / length));
        for (long first = 0; first < length; first += step) {
            numbers(path, part.part(dimension, first, Math.min(step, length - first)), dimension + 1);
        }
    }
}
