package kelvin.exactness;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import kelvin.bank.Transition;
import kelvin.bank.cpu.CpuDevice;
import kelvin.tempering.Path;

/** Every explorer and the swap, on both paths; each right sampler passes, each wrong one is rejected. */
class InvarianceTest {
    private static final GaussianProblem PROBLEM = new GaussianProblem();
    private static final InvarianceCheck CHECK = new InvarianceCheck(PROBLEM, 20_000);

    static List<Setting> settings() {
        return Setting.all();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theCpuBankLeavesEveryRungInvariant(Setting setting) {
        assertFalse(CHECK.rejects(new BankReplicates(PROBLEM, new CpuDevice()), setting, 1));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void thePlainSamplerLeavesEveryRungInvariant(Setting setting) {
        assertFalse(CHECK.rejects(new PlainReplicates(PROBLEM, Fault.NONE), setting, 2));
    }

    static Stream<Arguments> faults() {
        return Setting.all().stream().flatMap(setting -> faults(setting).stream()
                .map(fault -> Arguments.of(setting, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aWrongSamplerIsRejected(Setting setting, Fault fault) {
        assertTrue(CHECK.rejects(new PlainReplicates(PROBLEM, fault), setting, 3));
    }

    /** The faults that a setting can have. */
    private static Set<Fault> faults(Setting setting) {
        Set<Fault> faults = EnumSet.complementOf(EnumSet.of(Fault.NONE));
        if (setting.transition() instanceof Transition.RandomWalk) {
            faults.remove(Fault.NO_HASTINGS);
        }
        if (setting.ladder().path() == Path.LIKELIHOOD) {
            faults.remove(Fault.SWAP_FORGETS_PRIOR);
        }
        // A walk that adapts for ever is wrong too, but by less than so many replicates can show.
        if (!(setting.transition() instanceof Transition.Hmc && setting.ladder().path() == Path.POSTERIOR)) {
            faults.remove(Fault.ADAPTS_FOR_EVER);
        }
        return faults;
    }
}
