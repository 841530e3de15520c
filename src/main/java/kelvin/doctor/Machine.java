package kelvin.doctor;

import java.util.List;
import java.util.Optional;

/** What a check may ask of the machine it runs on; tests answer in its place. */
public interface Machine {
    /** Standard output of a program that ended well within seconds; empty if there is none or it failed. */
    Optional<String> output(List<String> command);

    /** An environment variable. */
    Optional<String> variable(String name);

    /** A property of the virtual machine. */
    String property(String name);

    /** The first of these files that exists. */
    Optional<String> file(List<String> paths);
}
