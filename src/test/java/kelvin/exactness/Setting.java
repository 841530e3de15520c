package kelvin.exactness;

import java.util.List;

import kelvin.bank.Transition;
import kelvin.tempering.Coefficients;
import kelvin.tempering.Ladder;
import kelvin.tempering.Path;
import kelvin.tempering.SwapSchedule;

/**
 * What the replicates do between their exact starts and their ends.
 *
 * @param ladder the temperatures
 * @param transition the explorer
 * @param leapfrogSteps of its trajectory
 * @param step its step size on every rung
 * @param scales of its proposals on every rung [D]
 * @param swapEvery iterations between swap rounds
 * @param iterations transitions of every replicate
 */
record Setting(Ladder ladder, Transition transition, int leapfrogSteps, double step, float[] scales, int swapEvery, int iterations) {
    static List<Setting> all() {
        Ladder posterior = Ladder.geometric(Path.POSTERIOR, 3, 4);
        Ladder likelihood = Ladder.geometricToPrior(3, 0.2);
        float[] equal = {1, 1, 1};
        float[] unequal = {0.75f, 1.25f, 0.9f};
        return List.of(
                new Setting(posterior, new Transition.RandomWalk(), 1, 0.5, equal, 1, 10),
                new Setting(likelihood, new Transition.RandomWalk(), 1, 0.5, unequal, 1, 10),
                new Setting(posterior, new Transition.Mala(), 1, 0.55, equal, 1, 10),
                new Setting(likelihood, new Transition.Mala(), 1, 0.55, equal, 1, 10),
                new Setting(posterior, new Transition.Hmc(0), 3, 0.4, equal, 1, 10),
                new Setting(likelihood, new Transition.Hmc(0), 3, 0.4, unequal, 1, 10),
                new Setting(posterior, new Transition.Mams(1), 3, 0.4, unequal, 1, 10),
                new Setting(likelihood, new Transition.Mams(1), 3, 0.4, unequal, 1, 10));
    }

    SwapSchedule swaps() {
        return new SwapSchedule(swapEvery, ladder.rungs());
    }

    List<Coefficients> coefficients() {
        return ladder.coefficients(0, ladder.rungs());
    }

    @Override
    public String toString() {
        return ladder.path().label() + ", " + transition;
    }
}
