package kelvin.bank.cpu;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;

/**
 * Chooses the inner loops: vectors where the virtual machine has the module jdk.incubator.vector and the processor
 * vectors worth using, otherwise scalars. The vector code is compiled apart and looked up by name, because a class
 * that names the module cannot even be loaded without it.
 */
public final class Arithmetics {
    private static final String VECTOR = "kelvin.bank.cpu.vector.VectorArithmetic";

    private Arithmetics() {
    }

    /** The fastest there is; a log message says why if that is not the vector code. */
    public static Arithmetic best() {
        String reason;
        try {
            return (Arithmetic) Class.forName(VECTOR).getConstructor().newInstance();
        } catch (ClassNotFoundException | NoClassDefFoundError missing) {
            reason = "module jdk.incubator.vector is not there (java --add-modules jdk.incubator.vector adds it)";
        } catch (InvocationTargetException refused) {
            reason = refused.getCause().getMessage();
        } catch (ReflectiveOperationException broken) {
            throw new IllegalStateException(VECTOR, broken);
        }
        System.getLogger(Arithmetics.class.getName()).log(Level.WARNING, "scalar code on the CPU: {0}", reason);
        return new ScalarArithmetic();
    }
}
