package kelvin.bank.cuda;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import kelvin.bank.DeviceException;

/**
 * Where the fields of a structure are that kernels take, as the compiler of the kernels laid it out (kernels.layout,
 * written by kernels/emulation/layout.cpp).
 *
 * @param name of the structure
 * @param fields by name
 * @param bytes its size
 */
record StructLayout(String name, Map<String, Field> fields, int bytes) {
    private static final String FILE = "kernels.layout";

    /**
     * A field.
     *
     * @param offset in bytes
     * @param type p for a pointer, i for int, l for long, d for double
     */
    record Field(int offset, char type) {
    }

    StructLayout {
        fields = Map.copyOf(fields);
    }

    /** Reads the layout of a structure that the jar carries. */
    static StructLayout of(String name) {
        Map<String, Field> fields = new HashMap<>();
        int bytes = 0;
        try (InputStream in = StructLayout.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new DeviceException("built without CUDA kernels: make build found no nvcc");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                if (words[0].equals(name) && words[1].equals("=")) {
                    bytes = Integer.parseInt(words[2]);
                } else if (words[0].equals(name)) {
                    fields.put(words[1], new Field(Integer.parseInt(words[2]), words[3].charAt(0)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(FILE, e);
        }
        return new StructLayout(name, fields, bytes);
    }
}
