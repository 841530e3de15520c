package kelvin.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Files of a corpus, each changed in a few places as damage, haste or malice would. */
public final class Mutations {
    private static final Path CORPUS = Path.of("src/test/resources/kelvin/corpus");
    private static final long[] NUMBERS = {0, 1, -1, 2, 255, 1L << 31, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE,
        Long.MIN_VALUE, Double.doubleToLongBits(Double.NaN), Double.doubleToLongBits(1e30)};
    private static final List<String> WORDS = List.of("\"", "\n", "\r\n", ",", ";", "\t", "\0", "\uFEFF", "1e999", "-0", "0x1p3",
            "NaN", "inf", "=", "[", "]", "{", "}", "'''", "\\u0000", "\\uD800", "../../", "/etc/passwd", "%s%n", "𝕏", "2147483648",
            "9223372036854775808", "--", "#", ".");

    private Mutations() {
    }

    private enum Kind { FLIP, SET, NUMBER, WORD, CUT, REPEAT, END }

    private record Change(Kind kind, double place, int value) {
        byte[] of(byte[] bytes) {
            int at = (int) (place * bytes.length);
            int length = Math.min(bytes.length - at, 1 + Math.floorMod(value, 64));
            byte[] changed = bytes.clone();
            switch (kind) {
                case FLIP, SET -> {
                    if (at < bytes.length) {
                        changed[at] = (byte) (kind == Kind.SET ? value : bytes[at] ^ 1 << Math.floorMod(value, 8));
                    }
                }
                case NUMBER -> {
                    byte[] number = ByteBuffer.allocate(8).order(value % 2 == 0 ? ByteOrder.LITTLE_ENDIAN
                            : ByteOrder.BIG_ENDIAN).putLong(NUMBERS[Math.floorMod(value / 2, NUMBERS.length)]).array();
                    int width = 1 << Math.floorMod(value / 64, 4);
                    int from = value % 2 == 0 ? 0 : 8 - width;
                    System.arraycopy(number, from, changed, at, Math.min(width, bytes.length - at));
                }
                case WORD -> changed = joined(bytes, at, WORDS.get(Math.floorMod(value, WORDS.size()))
                        .getBytes(StandardCharsets.UTF_8), at);
                case CUT -> changed = joined(bytes, at, new byte[0], at + length);
                case REPEAT -> changed = joined(bytes, at + length, Arrays.copyOfRange(bytes, at, at + length), at + length);
                case END -> changed = Arrays.copyOf(bytes, at);
            }
            return changed;
        }

        private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
            return ByteBuffer.allocate(until + between.length + bytes.length - from).put(bytes, 0, until).put(between)
                    .put(bytes, from, bytes.length - from).array();
        }
    }

    /** Where a part of the corpus is. */
    public static Path corpus(String part) {
        return CORPUS.resolve(part);
    }

    /** The files of a part of the corpus, changed. */
    public static Arbitrary<byte[]> of(String part) {
        return of(files(part));
    }

    /** One file, changed. */
    public static Arbitrary<byte[]> of(List<byte[]> files) {
        Arbitrary<Change> change = Combinators.combine(Arbitraries.of(Kind.class), Arbitraries.integers().between(0, 1 << 20),
                Arbitraries.integers()).as((kind, place, value) -> new Change(kind, place / (double) (1 << 20), value));
        return Combinators.combine(Arbitraries.of(files), change.list().ofMaxSize(6)).as((file, changes) -> {
            byte[] bytes = file;
            for (Change one : changes) {
                bytes = one.of(bytes);
            }
            return bytes;
        });
    }

    /** Contents of the files of a part of the corpus. */
    public static List<byte[]> files(String part) {
        try (Stream<Path> files = Files.list(corpus(part))) {
            return files.sorted().map(Mutations::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
