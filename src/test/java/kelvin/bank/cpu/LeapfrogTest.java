package kelvin.bank.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import kelvin.bank.BankSettings;
import kelvin.bank.Problems;
import kelvin.bank.SlotBlock;
import kelvin.bank.Transition;
import kelvin.model.Activation;
import kelvin.model.Likelihood;
import kelvin.model.Model;
import kelvin.model.Prior;
import kelvin.tempering.Coefficients;

/** The leapfrog's way, under either dynamics, back is its way there, to rounding. */
class LeapfrogTest {
    private static final int STEPS = 30;
    private static final double STEP_SIZE = 0.004;

    static Stream<Arguments> cases() {
        return Arrays.stream(Activation.values()).flatMap(activation -> Stream.of(new Transition.Hmc(0),
                new Transition.Mams(0)).map(transition -> Arguments.of(activation, transition)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void leadsBackWithTheVelocityFlipped(Activation activation, Transition transition) {
        Model model = Problems.model(activation, new Likelihood.GaussianLearned(-1, 1),
                new Prior(Prior.Kind.NORMAL, 1), 4, 9, 7, 1);
        Density density = new Density(new BankSettings(model, Problems.data(model, 60), 1, SlotBlock.whole(1, 1), true,
                1), Arithmetics.best());
        Evaluator evaluator = new Evaluator.Alone(density, true);
        Replica start = new Replica(model.parameters(), true);
        System.arraycopy(Problems.parameters(model, 5), 0, start.theta, 0, start.theta.length);
        evaluator.logLikelihoods(new Replica[] {start}, 1);
        Trial trial = new Trial(density, 1, true);
        float[] scales = new float[model.parameters()];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = 0.5f + i % 7;
        }
        trial.begin(transition, start, new Coefficients(0.7, 1), STEP_SIZE, scales, STEPS, 0, 0);
        walk(trial, evaluator);
        double away = distance(start, trial.proposal());
        trial.turnBack();
        walk(trial, evaluator);
        double left = distance(start, trial.proposal());
        assertTrue(left < 1e-5 * away, "there " + away + ", and back to " + left);
        // Turned but not walked to its end, the way does not lead back: the bound can fail.
        trial.turnBack();
        evaluator.logLikelihoods(new Replica[] {trial.proposal()}, 1);
        assertTrue(distance(start, trial.proposal()) > 1e-3 * away);
    }

    private static void walk(Trial trial, Evaluator evaluator) {
        while (trial.waits()) {
            evaluator.logLikelihoods(new Replica[] {trial.proposal()}, 1);
            trial.step();
        }
    }

    private static double distance(Replica a, Replica b) {
        double sum = 0;
        for (int i = 0; i < a.theta.length; i++) {
            sum += Math.pow((double) a.theta[i] - b.theta[i], 2);
        }
        return Math.sqrt(sum);
    }
}
