package kelvin.bank.cuda;

import kelvin.bank.Device;
import kelvin.bank.ReplicaBankContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

@ExtendWith(CudaBankTest.SkipUnsupported.class)
class CudaBankTest extends ReplicaBankContract {
    private static CudaDevice device;

    @BeforeAll
    static void open() {
        device = StandIn.device();
    }

    @Override
    protected Device device() {
        return device;
    }

    /** What the device says it has no kernel for is skipped, with its words. */
    static final class SkipUnsupported implements TestExecutionExceptionHandler {
        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable e) throws Throwable {
            throw e instanceof UnsupportedOperationException ? new TestAbortedException(e.getMessage()) : e;
        }
    }
}
