package kelvin.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import kelvin.diagnostics.Convergence;

/**
 * How far a run can be trusted, in a word and in sentences.
 *
 * @param grade the worst that was found
 * @param reasons one sentence each, the worst first
 * @param remedies what to change, the worst first; none where nothing need be
 */
public record Verdict(Grade grade, List<String> reasons, List<String> remedies) {
    private static final double FAR_APART = 1.05;
    private static final double FINE_LADDER = 0.2;
    private static final double COARSE_LADDER = 0.05;
    private static final long MANY_TRIPS = 10;
    private static final double FREE_TRAVEL = 0.3;

    /** From good to bad. */
    public enum Grade {
        TRUST("The draws can be trusted"),
        CARE("Use these draws with care"),
        REJECT("Do not use these draws yet");

        private final String words;

        Grade(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * How replicas travel.
     *
     * @param lowest mean swap probability of two neighbours
     * @param roundTrips of all ladders
     * @param allowed round trips there would be, with swaps as they were, if replicas forgot between two swap rounds
     *        what they were
     */
    public record Swaps(double lowest, long roundTrips, double allowed) {
        /** Round trips over those that the swaps allow; about 1 where explorers leave nothing to be desired. */
        public double efficiency() {
            return roundTrips / allowed;
        }

        /**
         * Whether it is the explorer that keeps replicas from travelling, and not the swaps: they then go back and forth
         * between neighbours whose energies they still remember.
         */
        public boolean heldByExplorer() {
            return allowed >= MANY_TRIPS && efficiency() < FREE_TRAVEL;
        }

        /** What that means, and what helps. */
        public static String ofHeld() {
            return "between swaps the explorer moves too little for replicas to forget where they came from, which longer "
                    + "trajectories or a larger --swap-every change, and more rungs do not";
        }

        private Finding finding() {
            String share = allowed >= 1 ? String.format(Locale.ROOT, ", %.0f%% of what their swaps would allow",
                    100 * efficiency()) : "";
            String sentence = (roundTrips == 0 ? "No replica" : roundTrips + (roundTrips == 1 ? " replica" : " replicas"))
                    + " went from the cold rung to the hottest and back" + share;
            return new Finding(roundTrips >= MANY_TRIPS ? Grade.TRUST : Grade.CARE, sentence
                    + (heldByExplorer() ? ": " + ofHeld() + "." : "."), heldByExplorer()
                            ? "take longer trajectories or a larger --swap-every" : "give replicas more iterations to travel");
        }
    }

    private record Finding(Grade grade, String sentence, String remedy) {
    }

    /**
     * Judges a run.
     *
     * @param convergence of quantities of the cold rungs, by name
     * @param ladders M
     * @param swaps of the rungs, if there are several
     * @param notFinite proposals whose energy was not finite
     */
    public static Verdict of(Map<String, Convergence> convergence, int ladders, Optional<Swaps> swaps, long notFinite) {
        List<Finding> findings = new ArrayList<>();
        convergence.forEach((name, one) -> findings.add(agreement(name, one)));
        if (ladders == 1) {
            findings.add(new Finding(Grade.CARE, "There is one ladder alone, so R-hat compares its halves; more of them "
                    + "would show whether independent runs agree.", "take --ladders 4"));
        }
        swaps.ifPresent(all -> {
            findings.add(new Finding(all.lowest() >= FINE_LADDER ? Grade.TRUST
                    : all.lowest() >= COARSE_LADDER ? Grade.CARE : Grade.REJECT, String.format(Locale.ROOT,
                    "Neighbouring rungs swap with a probability of at least %.2g.", all.lowest()),
                    "take more rungs (--rungs auto finds out how many)"));
            findings.add(all.finding());
        });
        if (notFinite > 0) {
            findings.add(new Finding(Grade.CARE, notFinite + " proposals had an energy that was not finite, and were rejected.",
                    "take a higher --target-acceptance"));
        }
        Grade worst = findings.stream().map(Finding::grade).max(Enum::compareTo).orElseThrow();
        List<Finding> sorted = findings.stream().sorted((a, b) -> b.grade.compareTo(a.grade)).toList();
        return new Verdict(worst, sorted.stream().map(Finding::sentence).toList(), sorted.stream()
                .filter(one -> one.grade != Grade.TRUST).map(Finding::remedy).distinct().toList());
    }

    /** One sentence: whether the run can be trusted, what speaks against it, and what to change. */
    public String text() {
        if (grade == Grade.TRUST) {
            return grade.words() + ": all diagnostics agree.";
        }
        return grade.words() + ": " + decapitalised(reasons.get(0)) + " To change: " + String.join("; ", remedies) + ".";
    }

    private static String decapitalised(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    private static Finding agreement(String name, Convergence one) {
        double ess = Math.min(one.essBulk(), one.essTail());
        Grade grade = !(one.rHat() <= FAR_APART) ? Grade.REJECT
                : one.rHat() <= Convergence.AGREED && ess >= Convergence.ENOUGH ? Grade.TRUST : Grade.CARE;
        return new Finding(grade, String.format(Locale.ROOT, "%s: R-hat %.3f (at most %.2f is agreement), %.0f effective draws "
                + "(%.0f are enough).", name.replace('_', ' '), one.rHat(), Convergence.AGREED, ess, Convergence.ENOUGH), "take more iterations, warm-up included");
    }
}
