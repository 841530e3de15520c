package kelvin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Words in, exit code and the whole of stderr out: always one line. DIR stands for a folder with small files. */
class BadInputTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        write("good.csv", "a,b,y\n1,2,3\n2,5,4\n3,3,9\n");
        write("word.csv", "a,b,y\n1,2,3\n2,five,4\n3,3,9\n");
        write("infinite.csv", "a,b,y\n1,2,3\n2,NaN,4\n3,3,9\n");
        write("ragged.csv", "a,b,y\n1,2,3\n2,5\n");
        write("header.csv", "a,b,y\n");
        write("empty.csv", "");
        write("one.csv", "a,b,y\n1,2,3\n");
        write("other.csv", "a,c,y\n1,2,3\n2,5,4\n");
        write("classes.csv", "a,y\n1,0\n2,1\n3,2\n");
        write("nothing.h5", "this is no HDF5 file");
        write("unknown.toml", "rungs = 3\nseeds = 4\n");
        write("broken.toml", "rungs = = 3\n");
        write("value.toml", "\nrungs = \"few\"\n");
        write("switch.toml", "overwrite = 1\n");
        write("zero.toml", "[-#\0# a comment\nrungs = 3\n");
        write("long.toml", "rungs = 3\n".repeat(1 << 17));
        write("table.toml", "[model]\nhidden = 3\n");
        Files.createDirectories(folder.resolve("used"));
        Files.createDirectories(folder.resolve("begun/segments"));
        write("used/run.h5", "a run of somebody");
        write("blocked", "a file where a folder should be");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static Arguments of(int exitCode, String words, String message) {
        return Arguments.of(exitCode, words, message);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                of(64, "", "no command, must be sample, predict, summary, compare, report, verify, bench or doctor"
                        + " (kelvin --help tells more)"),
                of(64, "sampel", "sampel: unknown command, the nearest is sample"),
                of(64, "summary", "summary: RUN is missing"),
                of(64, "verify a b", "verify: b is one word too many (options begin with --)"),
                of(64, "bench swop", "bench: swop, must be gradient, trajectory, kernel, swap, scaling or foresight"),
                of(64, "verify --jsn x", "--jsn: unknown option of kelvin verify, the nearest is --json"),
                of(66, "summary DIR/nowhere", "DIR/nowhere: no such file"),
                of(65, "summary DIR/nothing.h5", "DIR/nothing.h5: not an HDF5 file"),
                of(66, "verify DIR/nowhere.h5", "DIR/nowhere.h5: no such file"),
                of(65, "verify DIR/nothing.h5", "DIR/nothing.h5: not an HDF5 file"));
    }

    static Stream<Arguments> options() {
        String train = "sample --train DIR/good.csv ";
        return Stream.of(
                of(64, "sample", "no data: one of --train, --problem and --preset must be given"),
                of(64, train + "--problem x#y", "--train contradicts --problem: a run has one source of data"),
                of(64, train + "--preset original", "--train contradicts --preset: a run has one source of data"),
                of(64, "sample --problem x#y --test z", "--test contradicts --problem: it goes with --train alone"),
                of(64, "sample --problem x#y --hidden 3", "--hidden contradicts --problem: a case has its own model"),
                of(64, "sample --problem x", "--problem: x, must be FILE#CASE"),
                of(64, "sample --preset modern", "--preset: modern, must be original"),
                of(64, "sample --preset original --target y",
                        "--target contradicts --preset: it goes with --train alone"),
                of(64, train + "--rung 4", "--rung: unknown option of kelvin sample, the nearest is --rungs"),
                of(64, train + "--hiden=4", "--hiden: unknown option of kelvin sample, the nearest is --hidden"),
                of(64, "sample --resume --out DIR/nowhere", "DIR/nowhere: no such directory; --resume with all options of the "
                        + "run (--train, ...) starts it from the beginning"),
                of(64, "sample --resume --out DIR/begun --iterations 3", "DIR/begun: no checkpoint to go on from, nothing was "
                        + "lost that had been saved; --resume with all options of the run (--train, ...) starts it from the "
                        + "beginning"),
                of(64, train + "--resume --overwrite", "--overwrite contradicts --resume: a run that is replaced cannot "
                        + "be gone on with"),
                of(64, train + "--checkpoint-every 5", "--checkpoint-every: 5, must be a time such as 90s, 5m or 1h"),
                of(64, train + "--checkpoint-every 0s", "--checkpoint-every: 0s, must be a time such as 90s, 5m or 1h"),
                of(64, train + "--seed 1 --seed 1", "--seed is given twice, must be once"),
                of(64, train + "--quiet --quiet", "--quiet is given twice, must be once"),
                of(64, train + "--seed", "--seed: no value, must be followed by S"),
                of(64, train + "more", "sample: more is one word too many (options begin with --)"),
                of(64, train + "--rungs eight", "--rungs: eight, must be a whole number of at least 1, or auto"),
                of(64, train + "--rungs 0", "--rungs: 0, must be a whole number of at least 1, or auto"),
                of(64, train + "--rungs 2.5", "--rungs: 2.5, must be a whole number of at least 1, or auto"),
                of(64, train + "--rungs 3000000000", "--rungs: 3000000000, must be at most 2147483647, or auto"),
                of(64, train + "--ladders 0", "--ladders: 0, must be a whole number of at least 1"),
                of(64, train + "--threads 0", "--threads: 0, must be a whole number of at least 1"),
                of(64, train + "--seed x", "--seed: x, must be a whole number"),
                of(64, train + "--thin 30 --iterations 20", "--thin: 30, must be at most iterations, 20"),
                of(64, train + "--warmup 0", "--warmup: 0, must be at least 1 unless step-size is given"),
                of(64, train + "--step-size -1", "--step-size: -1.0, must be above 0 and finite"),
                of(64, train + "--step-size NaN", "--step-size: NaN, must be a number"),
                of(64, train + "--target-acceptance 1", "--target-acceptance: 1.0, must be strictly between 0 and 1"),
                of(64, train + "--hidden 4,,4", "--hidden: 4,,4, must be a whole number of at least 1"),
                of(64, train + "--activation elu", "--activation: elu, must be relu, tanh or silu"),
                of(64, train + "--noise 0", "--noise: 0, must be learned, or a number above 0"),
                of(64, train + "--noise some", "--noise: some, must be learned, or a number above 0"),
                of(64, train + "--prior-scale 0", "--prior-scale: 0, must be above 0"),
                of(64, train + "--likelihood bernoulli --noise 1",
                        "--noise contradicts --likelihood: only gaussian and student-t have a noise of their own"),
                of(64, train + "--device tpu", "--device: tpu, must be auto, cpu or cuda"),
                of(64, train + "--explorer nuts", "--explorer: nuts, must be hmc, mala, random-walk or mams"),
                of(64, train + "--explorer mala --leapfrog 3",
                        "--leapfrog contradicts --explorer: only hmc and mams make several leapfrog steps"),
                of(64, train + "--step-size 1 --target-acceptance 0.5",
                        "--target-acceptance contradicts --step-size: a fixed step size is not adapted"),
                of(64, train + "--until tomorrow",
                        "--until: tomorrow, must be ess=N or round-trips=N, or both with a comma between"),
                of(64, train + "--until ess=0",
                        "--until: ess=0, must be ess=N or round-trips=N, or both with a comma between"),
                of(64, train + "--rungs auto --ladder geometric",
                        "--rungs contradicts --ladder: only an adaptive ladder finds its own number of rungs"),
                of(64, train + "--rungs auto --warmup 100", "--warmup: 100, must be at least 200 with --rungs auto"),
                of(64, train + "--quiet --plain-progress",
                        "--plain-progress contradicts --quiet: quiet shows no progress"),
                of(64, train + "--out=", "--out: empty, must be the name of a file"));
    }

    static Stream<Arguments> ladders() {
        String train = "sample --train DIR/good.csv ";
        return Stream.of(
                of(64, train + "--ladder 1,2,4 --rungs 5",
                        "--ladder contradicts --rungs: a ladder that is written out has all its temperatures"),
                of(64, train + "--ladder 1,2,4 --max-temperature 5",
                        "--ladder contradicts --max-temperature: a ladder that is written out has all its temperatures"),
                of(64, train + "--path posterior --min-beta 0.1",
                        "--min-beta contradicts --path: on the posterior path a ladder ends with --max-temperature"),
                of(64, train + "--rungs 1 --max-temperature 3",
                        "--rungs contradicts --max-temperature: one rung is at temperature 1"),
                of(64, train + "--min-beta 0.1 --max-temperature 3",
                        "--min-beta contradicts --max-temperature: a ladder has one hot end"),
                of(64, train + "--min-beta 0.1 --ladder linear",
                        "--min-beta contradicts --ladder: it is the end of a geometric ladder"),
                of(64, train + "--path posterior",
                        "--max-temperature: missing, must be given on the posterior path"),
                of(64, train + "--ladder linear", "--max-temperature: missing, must be given for a linear ladder"),
                of(64, train + "--max-temperature 1", "--max-temperature: 1.0, must be above 1 and finite"),
                of(64, train + "--min-beta 1", "--min-beta: 1.0, must be above 0 and below 1"),
                of(64, train + "--ladder 2,4", "--ladder: [2.0, 4.0], must start at temperature 1"),
                of(64, train + "--ladder 1,4,3", "--ladder: [1.0, 4.0, 3.0], must rise strictly"),
                of(64, train + "--ladder 1,inf --path posterior", "--ladder: [1.0, Infinity], must be finite on the "
                        + "posterior path (at infinity nothing is left to sample)"),
                of(64, train + "--ladder even", "--ladder: even, must be adaptive, linear, geometric, or temperatures "
                        + "with commas between, such as 1,2,4,inf"));
    }

    static Stream<Arguments> files() {
        String good = "sample --train DIR/good.csv ";
        return Stream.of(
                of(66, "sample --train DIR/nowhere.csv", "DIR/nowhere.csv: no such file"),
                of(66, good + "--test DIR/nowhere.csv", "DIR/nowhere.csv: no such file"),
                of(66, "sample --problem DIR/nowhere.h5#x", "DIR/nowhere.h5: no such file"),
                of(65, "sample --problem DIR/nothing.h5#x", "DIR/nothing.h5: not an HDF5 file"),
                of(65, "sample --train DIR/word.csv",
                        "DIR/word.csv line 3 column b: \"five\", must be a finite number"),
                of(65, "sample --train DIR/infinite.csv",
                        "DIR/infinite.csv: missing values: 1 in column b, must be none (--missing drop leaves their "
                                + "rows out, --missing mean fills in means)"),
                of(64, good + "--missing median", "--missing: median, must be error, drop or mean"),
                of(64, good + "--test DIR/good.csv --validation 0.5",
                        "--validation contradicts --test: validation rows are predicted in place of test rows"),
                of(65, good + "--validation 0.01",
                        "validation: 0.01 of 3 rows are 0, must be at least 1 and leave at least 2"),
                of(64, "predict DIR/used", "--data: missing, must name the rows to predict"),
                of(64, "predict --data DIR/good.csv", "predict: RUN... is missing"),
                of(64, "predict DIR/used --data DIR/good.csv --level 1",
                        "--level: 1, must be strictly between 0 and 1"),
                of(64, "predict DIR/used --data DIR/good.csv --out DIR/x.txt",
                        "--out: DIR/x.txt, must be a name in .csv, .h5 or .hdf5"),
                of(66, "predict DIR/nowhere DIR/used --data DIR/good.csv", "DIR/nowhere: no such file"),
                of(65, "sample --train DIR/ragged.csv", "DIR/ragged.csv line 3: 2 cells, must be 3 as in the header"),
                of(65, "sample --train DIR/header.csv", "DIR/header.csv: no rows below the header, must have some"),
                of(65, "sample --train DIR/empty.csv", "DIR/empty.csv: empty, must have a header and rows of numbers"),
                of(65, "sample --train DIR/one.csv", "DIR/one.csv: one row below the header, must be at least 2"),
                of(65, good + "--target z", "DIR/good.csv: no target column z; its columns are a, b, y"),
                of(65, good + "--test DIR/other.csv", "DIR/other.csv: no input column b; its columns are a, c, y"),
                of(65, good + "--test DIR/classes.csv", "DIR/classes.csv: no input column b; its columns are a, y"),
                of(65, "sample --train DIR/classes.csv --likelihood bernoulli",
                        "DIR/classes.csv: class 2, must be 0 to 1"),
                of(66, good + "--config DIR/nowhere.toml", "DIR/nowhere.toml: no such file"),
                of(74, "sample --train DIR/used", "DIR/used: Is a directory"),
                of(74, good + "--config DIR/used", "DIR/used: Is a directory"),
                of(64, good + "--config DIR/long.toml", "DIR/long.toml: longer than 1048576 bytes, must be options"),
                of(64, good + "--config DIR/unknown.toml",
                        "DIR/unknown.toml line 2: seeds: unknown option, the nearest is seed"),
                of(64, good + "--config DIR/value.toml",
                        "DIR/value.toml line 2: rungs: few, must be a whole number of at least 1, or auto"),
                of(64, good + "--config DIR/zero.toml",
                        "DIR/zero.toml: is no TOML: a header the parser skipped input after has a comment after it"),
                of(64, good + "--config DIR/switch.toml", "DIR/switch.toml line 1: overwrite: 1, must be true or false"),
                of(64, good + "--config DIR/table.toml",
                        "DIR/table.toml line 1: model: unknown option, the nearest is hidden"),
                of(74, good + "--out DIR/used", "DIR/used: holds a run already, must be another directory, or "
                        + "--overwrite"),
                of(74, good + "--out DIR/blocked", "DIR/blocked: is there already and is not a directory"));
    }

    @ParameterizedTest
    @MethodSource({"commands", "options", "ladders", "files"})
    void isAnsweredInOneLine(int exitCode, String words, String message) {
        Runs.Ended ended = run(words);
        assertEquals("kelvin: " + message.replace("DIR", folder.toString()) + "\n", ended.err());
        assertEquals(exitCode, ended.exitCode());
        assertEquals("", ended.out());
    }

    @Test
    void aSyntaxErrorOfTomlIsToldWithItsLine() {
        Runs.Ended ended = run("sample --config DIR/broken.toml");
        assertEquals(64, ended.exitCode());
        assertEquals("kelvin: " + folder.resolve("broken.toml") + " line 1: ", ended.err().replaceFirst("(line 1: ).*\n",
                "$1"));
    }

    @Test
    void aRunThatIsRefusedLosesNothing() throws IOException {
        run("sample --train DIR/good.csv --out DIR/used");
        assertEquals("a run of somebody", Files.readString(folder.resolve("used/run.h5")));
    }

    private Runs.Ended run(String words) {
        return Runs.kelvin(Arrays.stream(words.split(" ")).filter(word -> !word.isEmpty())
                .map(word -> word.replace("DIR", folder.toString())).toArray(String[]::new));
    }
}
