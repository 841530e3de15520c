package kelvin.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import kelvin.sampler.Pilot;
import kelvin.tempering.Ladder;
import kelvin.tempering.LadderTuning;
import kelvin.tempering.Path;

/**
 * What the options say of the temperatures.
 *
 * @param known the ladder; null where it goes down to the prior, which takes the number of training rows
 * @param rungs K
 * @param minBeta smallest beta above 0 of a ladder to the prior; empty for 1 / training rows
 * @param tuning whether the warm-up moves the temperatures
 * @param number where K comes from
 */
record LadderOptions(Ladder known, int rungs, OptionalDouble minBeta, LadderTuning tuning, Number number) {
    /** Where the number of rungs comes from. */
    enum Number {
        /** It is given. */
        GIVEN,
        /** A pilot finds it; until then it is {@link Pilot#FIRST_RUNGS}. */
        PILOT
    }

    private static final List<String> SPACINGS = List.of("adaptive", "linear", "geometric");

    static LadderOptions of(Values values) {
        Path path = values.choice("path", Path.class);
        if (path == Path.POSTERIOR && values.given("min-beta")) {
            throw values.contradiction("min-beta", "path",
                    "on the posterior path a ladder ends with --max-temperature");
        }
        try {
            return writtenOut(values) ? explicit(path, values) : spaced(path, values);
        } catch (IllegalArgumentException e) {
            throw values.refused(e);
        }
    }

    /** Whether the temperatures are given one by one. */
    static boolean writtenOut(Values values) {
        return !SPACINGS.contains(values.text("ladder"));
    }

    /** The ladder for so many training rows. */
    Ladder over(int rows) {
        return known != null ? known : Ladder.geometricToPrior(rungs, minBeta.orElse(1.0 / Math.max(2, rows)));
    }

    private static LadderOptions explicit(Path path, Values values) {
        for (String other : List.of("rungs", "max-temperature", "min-beta")) {
            if (values.given(other)) {
                throw values.contradiction("ladder", other, "a ladder that is written out has all its temperatures");
            }
        }
        List<Double> temperatures = new ArrayList<>();
        for (String item : values.list("ladder")) {
            temperatures.add(temperature(item, values));
        }
        return fixed(Number.GIVEN, new Ladder(path, temperatures), LadderTuning.FIXED);
    }

    private static double temperature(String item, Values values) {
        try {
            return item.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(item);
        } catch (NumberFormatException e) {
            throw values.wrong("ladder", "adaptive, linear, geometric, or temperatures with commas between, such as "
                    + "1,2,4,inf");
        }
    }

    private static int given(Values values) {
        try {
            return values.integer("rungs", 1);
        } catch (UsageException e) {
            throw new UsageException(e.getMessage() + ", or auto");
        }
    }

    private static LadderOptions spaced(Path path, Values values) {
        Number number = values.text("rungs").equals("auto") ? Number.PILOT : Number.GIVEN;
        int rungs = number == Number.PILOT ? Pilot.FIRST_RUNGS : given(values);
        boolean linear = values.text("ladder").equals("linear");
        LadderTuning tuning = values.text("ladder").equals("adaptive") ? LadderTuning.ADAPTIVE : LadderTuning.FIXED;
        if (number == Number.PILOT && tuning == LadderTuning.FIXED) {
            throw values.contradiction("rungs", "ladder", "only an adaptive ladder finds its own number of rungs");
        }
        if (rungs == 1) {
            for (String other : List.of("max-temperature", "min-beta")) {
                if (values.given(other)) {
                    throw values.contradiction("rungs", other, "one rung is at temperature 1");
                }
            }
            return fixed(Number.GIVEN, new Ladder(path, List.of(1.0)), LadderTuning.FIXED);
        }
        if (values.given("min-beta")) {
            if (values.given("max-temperature")) {
                throw values.contradiction("min-beta", "max-temperature", "a ladder has one hot end");
            } else if (values.given("ladder") && linear) {
                throw values.contradiction("min-beta", "ladder", "it is the end of a geometric ladder");
            }
        }
        OptionalDouble hottest = values.given("min-beta") ? OptionalDouble.empty() : values.number("max-temperature");
        if (hottest.isPresent()) {
            return fixed(number, linear ? Ladder.linear(path, rungs, hottest.getAsDouble())
                    : Ladder.geometric(path, rungs, hottest.getAsDouble()), tuning);
        } else if (path == Path.POSTERIOR || linear) {
            throw new UsageException("--max-temperature: missing, must be given "
                    + (path == Path.POSTERIOR ? "on the posterior path" : "for a linear ladder"));
        }
        OptionalDouble minBeta = values.number("min-beta");
        Ladder.geometricToPrior(rungs, minBeta.orElse(0.5));   // refuses what is out of range
        return new LadderOptions(null, rungs, minBeta, tuning, number);
    }

    private static LadderOptions fixed(Number number, Ladder ladder, LadderTuning tuning) {
        return new LadderOptions(ladder, ladder.rungs(), OptionalDouble.empty(), tuning, number);
    }
}
