package kelvin.cli;

import java.util.List;

import kelvin.model.Missing;

/** Where the data come from. */
sealed interface DataOptions {
    /** Options that name the data; a run has one of them. */
    List<String> SOURCES = List.of("train", "problem", "preset");

    /**
     * Files.
     *
     * @param train where the training rows are
     * @param test where the test rows are, or null
     * @param targets names of the target columns; empty for the last
     * @param standardize whether columns are brought to mean 0 and standard deviation 1
     * @param missing what becomes of missing values
     * @param validation share of the training rows that is kept back to be predicted; 0 for none
     */
    record Files(String train, String test, List<String> targets, boolean standardize, Missing missing,
            double validation) implements DataOptions {
    }

    /** A case of a reference file, FILE#CASE, with its model. */
    record Case(String fileAndCase) implements DataOptions {
    }

    /** The synthetic data of the original. */
    record Original() implements DataOptions {
    }

    static DataOptions of(Values values) {
        List<String> sources = SOURCES.stream().filter(values::given).toList();
        if (sources.isEmpty()) {
            throw new UsageException("no data: one of --train, --problem and --preset must be given");
        } else if (sources.size() > 1) {
            throw values.contradiction(sources.get(0), sources.get(1), "a run has one source of data");
        }
        String source = sources.get(0);
        if (!source.equals("train")) {
            for (String other : List.of("test", "target", "no-standardize", "missing", "validation")) {
                if (values.given(other)) {
                    throw values.contradiction(other, source, "it goes with --train alone");
                }
            }
        }
        switch (source) {
            case "train":
                return files(values);
            case "problem":
                for (String other : ModelOptions.NAMES) {
                    if (values.given(other)) {
                        throw values.contradiction(other, "problem", "a case has its own model");
                    }
                }
                if (!values.text("problem").contains("#")) {
                    throw values.wrong("problem", "FILE#CASE");
                }
                return new Case(values.text("problem"));
            default:
                if (!values.text("preset").equals("original")) {
                    throw values.wrong("preset", "original");
                }
                return new Original();
        }
    }

    private static Files files(Values values) {
        if (values.given("validation") && values.given("test")) {
            throw values.contradiction("validation", "test", "validation rows are predicted in place of test rows");
        }
        double validation = values.number("validation").orElse(0);
        if (!(validation >= 0 && validation < 1)) {
            throw values.wrong("validation", "at least 0 and below 1");
        }
        return new Files(values.text("train"), values.text("test"),
                values.given("target") ? values.list("target") : List.of(), !values.given("no-standardize"),
                values.choice("missing", Missing.class), validation);
    }
}
