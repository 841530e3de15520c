package kelvin.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;

/** Options in a TOML file: the names of the command line, with plain values or arrays. */
final class ConfigFile {
    /** Bytes that options may take: a device without an end, or a mistaken data file, is not read on. */
    private static final int LONGEST = 1 << 20;

    private ConfigFile() {
    }

    /**
     * Reads a file.
     *
     * @return what the file gives, by name; switches that are false are not in it
     * @throws UsageException if it is no TOML, or has other than the flags' names and values
     */
    static Map<String, Values.Given> read(Path file, List<Flag> flags) throws IOException {
        TomlParseResult toml = parse(file);
        if (toml.hasErrors()) {
            TomlParseError error = toml.errors().get(0);
            throw new UsageException(file + " line " + error.position().line() + ": " + error.getMessage());
        }
        Map<String, Values.Given> values = new LinkedHashMap<>();
        for (String name : toml.keySet()) {
            List<String> path = List.of(name);
            String where = file + " line " + toml.inputPositionOf(path).line() + ": " + name;
            Flag flag = flags.stream().filter(known -> known.name().equals(name)).findFirst().orElseThrow(() ->
                    new UsageException(where + ": unknown option, the nearest is "
                            + Nearest.of(name, flags.stream().map(Flag::name).toList())));
            Object value = toml.get(path);
            if (flag.isSwitch()) {
                if (!(value instanceof Boolean)) {
                    throw new UsageException(where + ": " + value + ", must be true or false");
                }
                if (value.equals(true)) {
                    values.put(name, new Values.Given("", where));
                }
            } else {
                values.put(name, new Values.Given(text(where, value), where));
            }
        }
        return values;
    }

    private static TomlParseResult parse(Path file) throws IOException {
        String text = text(file);
        try {
            return Toml.parse(text);
        } catch (RuntimeException | AssertionError e) {
            // tomlj's own checks fail on some malformed headers, such as one with a zero byte in it
            throw new UsageException(file + ": is no TOML: " + e.getMessage());
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LONGEST + 1);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        if (bytes.length > LONGEST) {
            throw new UsageException(file + ": longer than " + LONGEST + " bytes, must be options");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String text(String where, Object value) {
        if (value instanceof TomlArray array) {
            return array.toList().stream().map(element -> text(where, element)).collect(Collectors.joining(","));
        } else if (value instanceof String || value instanceof Long) {
            return value.toString();
        } else if (value instanceof Double number) {
            return number == Double.POSITIVE_INFINITY ? "inf" : number.toString();
        }
        throw new UsageException(where + ": must be a string, a number or an array of them");
    }
}
