package kelvin.exactness;

import java.util.Arrays;

import kelvin.bank.Advance;
import kelvin.bank.BankSettings;
import kelvin.bank.Device;
import kelvin.bank.ReplicaBank;
import kelvin.bank.SlotBlock;
import kelvin.bank.Trace;

/** The real thing: all ladders in one bank. */
final class BankReplicates implements Replicates {
    private final GaussianProblem problem;
    private final Device device;

    BankReplicates(GaussianProblem problem, Device device) {
        this.problem = problem;
        this.device = device;
    }

    @Override
    public double[][][] run(Setting setting, double[][][] starts, long seed) {
        int rungs = setting.ladder().rungs();
        SlotBlock block = SlotBlock.whole(starts.length, rungs);
        BankSettings settings = new BankSettings(problem.model(), problem.data(), seed, block,
                setting.transition().usesGradient(), 1);
        double[][][] ends = new double[starts.length][rungs][GaussianProblem.D];
        try (ReplicaBank bank = device.bank(settings)) {
            float[] theta = new float[GaussianProblem.D];
            for (int s = 0; s < block.size(); s++) {
                for (int i = 0; i < theta.length; i++) {
                    theta[i] = (float) starts[s / rungs][s % rungs][i];
                }
                bank.setParameters(s, theta);
                bank.setScales(s, setting.scales());
            }
            bank.evaluate();
            double[] steps = new double[block.size()];
            Arrays.fill(steps, setting.step());
            int[] leapfrogSteps = new int[block.size()];
            Arrays.fill(leapfrogSteps, setting.leapfrogSteps());
            bank.advance(new Advance(0, setting.iterations(), setting.transition(), setting.coefficients(), steps,
                    leapfrogSteps, setting.swaps(), Advance.Draws.NONE), new Trace(block, setting.iterations(), 0, theta.length));
            for (int s = 0; s < block.size(); s++) {
                bank.parameters(s, theta);
                for (int i = 0; i < theta.length; i++) {
                    ends[s / rungs][s % rungs][i] = theta[i];
                }
            }
        }
        return ends;
    }
}
