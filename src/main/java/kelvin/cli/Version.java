package kelvin.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.util.jar.Attributes;

/**
 * The program's version, as its jar has it.
 *
 * @param number of the release
 * @param commit of the source
 */
record Version(String number, String commit) {
    private static final String UNKNOWN = "unknown";

    static Version ofThisProgram() {
        URL here = Version.class.getResource("Version.class");
        try {
            if (here.openConnection() instanceof JarURLConnection jar && jar.getMainAttributes() != null) {
                Attributes attributes = jar.getMainAttributes();
                return new Version(attribute(attributes, "Implementation-Version"), attribute(attributes, "Commit"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(UNKNOWN, UNKNOWN);
    }

    private static String attribute(Attributes attributes, String name) {
        String value = attributes.getValue(name);
        return value == null ? UNKNOWN : value;
    }
}
