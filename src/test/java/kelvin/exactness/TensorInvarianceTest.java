package kelvin.exactness;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import kelvin.bank.Device;
import kelvin.bank.Transition;
import kelvin.bank.cuda.KernelChoice;
import kelvin.bank.cuda.StandIn;
import kelvin.bank.cuda.TensorDevice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every explorer with gradients on tensor cores and steps on the lattice leaves every rung as it is. */
@Tag("long")
class TensorInvarianceTest {
    private static final GaussianProblem PROBLEM = new GaussianProblem();
    /** As many as the emulation of a GPU has time for; enough to tell right from wrong. */
    private static final InvarianceCheck CHECK = new InvarianceCheck(PROBLEM, 1500);

    private static Device device;

    @BeforeAll
    static void open() {
        device = new TensorDevice(StandIn.device(KernelChoice.AUTO));
    }

    static List<Setting> settings() {
        return Setting.all().stream().filter(setting -> setting.transition().usesGradient()).toList();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theTensorBankLeavesEveryRungInvariant(Setting setting) {
        assertFalse(CHECK.rejects(new BankReplicates(PROBLEM, device), setting, 4));
    }

    @Test
    void soFewReplicatesStillTellAWrongSampler() {
        Setting hmc = settings().stream().filter(setting -> setting.transition() instanceof Transition.Hmc).findFirst()
                .orElseThrow();
        for (Fault fault : List.of(Fault.NO_METROPOLIS, Fault.NO_HASTINGS, Fault.SWAP_SIGN)) {
            assertTrue(CHECK.rejects(new PlainReplicates(PROBLEM, fault), hmc, 5), fault.toString());
        }
    }
}
