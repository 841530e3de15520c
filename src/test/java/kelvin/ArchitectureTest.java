package kelvin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between packages: what may import what, and who alone may touch a native library. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("kelvin");

    private static final Map<String, List<String>> ARROWS = arrows();

    private static Map<String, List<String>> arrows() {
        Map<String, List<String>> arrows = new TreeMap<>();
        arrows.put("random", List.of());
        arrows.put("model", List.of());
        arrows.put("team", List.of());
        arrows.put("diagnostics", List.of());
        arrows.put("tempering", List.of("random"));
        arrows.put("bank", List.of("model", "random", "tempering"));
        arrows.put("explorer", List.of("model", "bank", "random"));
        arrows.put("store", List.of("model", "tempering", "explorer"));
        arrows.put("sampler", List.of("random", "model", "tempering", "bank", "explorer", "team", "store"));
        arrows.put("predict", List.of("random", "model", "bank", "team", "store", "diagnostics"));
        arrows.put("bench", List.of("random", "model", "tempering", "bank", "explorer", "team", "store", "sampler",
                "diagnostics", "predict", "report"));
        // a run's header tells its model and its ladder
        arrows.put("report", List.of("model", "tempering", "predict", "store", "diagnostics"));
        arrows.put("doctor", List.of("bank", "team", "store"));
        return arrows;
    }

    @Test
    void packagesImportOnlyAlongTheArrows() {
        ARROWS.forEach((from, to) -> onlyAlong(from, to).check(CLASSES));
    }

    @Test
    void anArrowThatIsNotThereIsNoticed() {
        assertThrows(AssertionError.class, () -> onlyAlong("sampler", List.of("model")).check(CLASSES));
    }

    @Test
    void everyPackageHasItsArrows() {
        TreeSet<String> found = new TreeSet<>();
        CLASSES.forEach(c -> found.add(c.getPackageName().split("\\.")[1]));
        TreeSet<String> known = new TreeSet<>(ARROWS.keySet());
        known.add("cli");
        assertEquals(known, found);
    }

    @Test
    void nativeLibrariesHaveOneOwnerEach() {
        Map.of("mpi..", "kelvin.team..", "hdf..", "kelvin.store..", "ch.systemsx..", "kelvin.store..",
                "org.apache.commons.cli..", "kelvin.cli..", "jcuda..", "kelvin.bank.cuda..",
                "jdk.incubator.vector..", "kelvin.bank.cpu.vector..").forEach((library, owner) ->
                noClasses().that().resideOutsideOfPackage(owner).should().dependOnClassesThat()
                        .resideInAPackage(library).check(CLASSES));
    }

    @Test
    void onlyTheCommandLineEndsTheProgram() {
        noClasses().that().resideOutsideOfPackage("kelvin.cli..").should()
                .callMethod(System.class, "exit", int.class).check(CLASSES);
    }

    /** So that a clock that is set back can change no run: spans are of System.nanoTime. */
    @Test
    void nothingAsksForTheTimeOfDay() {
        noTimeOfDay().check(CLASSES);
        assertThrows(AssertionError.class, () -> noTimeOfDay().check(new ClassFileImporter().importClasses(Dated.class)));
    }

    private static ArchRule noTimeOfDay() {
        return noClasses().should().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethod(Files.class, "getLastModifiedTime", Path.class, LinkOption[].class)
                .orShould().dependOnClassesThat().belongToAnyOf(Clock.class, Instant.class, LocalDateTime.class, Date.class);
    }

    private static final class Dated {
        static long now() {
            return Instant.now().toEpochMilli();
        }
    }

    private static ArchRule onlyAlong(String from, List<String> to) {
        String[] forbidden = Arrays.stream(new String[] {"random", "model", "team", "diagnostics", "tempering", "bank",
            "explorer", "store", "sampler", "predict", "bench", "cli", "report", "doctor"})
                .filter(name -> !name.equals(from) && !to.contains(name)).map(name -> "kelvin." + name + "..")
                .toArray(String[]::new);
        return noClasses().that().resideInAPackage("kelvin." + from + "..").should().dependOnClassesThat()
                .resideInAnyPackage(forbidden);
    }
}
