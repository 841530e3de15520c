package kelvin.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import org.junit.jupiter.api.Test;

class StandardisationTest {
    private static final DataSet TRAIN = new DataSet(List.of("a", "constant"), List.of("y"),
            new double[] {1, 0.1, 2, 0.1, 6, 0.1}, new double[] {10, 20, 60});

    @Test
    void meansAndPopulationDeviationsAreThoseOfTheTrainingRows() {
        Scaling scaling = Standardisation.of(TRAIN, TargetKind.NUMBERS).scaling();
        assertEquals(List.of(3.0, 0.1), scaling.inputMeans());
        // sqrt((4 + 1 + 9) / 3), not / 2
        assertEquals(Math.sqrt(14 / 3.0), scaling.inputSds().get(0), 1e-15);
        assertEquals(List.of(30.0), scaling.targetMeans());
        assertEquals(10 * Math.sqrt(14 / 3.0), scaling.targetSds().get(0), 1e-14);
    }

    @Test
    void standardisedTrainingRowsHaveMeanZeroAndDeviationOne() {
        DataSet standardised = Standardisation.apply(Standardisation.of(TRAIN, TargetKind.NUMBERS).scaling(), TRAIN);
        double unit = Math.sqrt(3 / 14.0);
        assertArrayEquals(new double[] {-2 * unit, 0, -unit, 0, 3 * unit, 0}, standardised.x(), 1e-15);
        assertArrayEquals(new double[] {-2 * unit, -unit, 3 * unit}, standardised.y(), 1e-15);
    }

    @Test
    void constantColumnsAreNamedAndBecomeExactlyZero() {
        Standardisation standardisation = Standardisation.of(TRAIN, TargetKind.NUMBERS);
        assertEquals(List.of("constant"), standardisation.constantColumns());
        // the mean of three times 0.1 is not 0.1 when summed
        assertEquals(0.0, Standardisation.apply(standardisation.scaling(), TRAIN).x()[1]);
        DataSet flat = new DataSet(List.of("a"), List.of("y"), new double[] {1, 2}, new double[] {5, 5});
        assertEquals(List.of("y"), Standardisation.of(flat, TargetKind.NUMBERS).constantColumns());
    }

    @Test
    void classesAndUnscaledDataStayAsTheyAre() {
        Scaling scaling = Standardisation.of(TRAIN, TargetKind.CLASSES).scaling();
        assertArrayEquals(TRAIN.y(), Standardisation.apply(scaling, TRAIN).y());
        DataSet same = Standardisation.apply(Standardisation.identity(2, 1), TRAIN);
        assertArrayEquals(TRAIN.x(), same.x());
        assertArrayEquals(TRAIN.y(), same.y());
    }

    @Test
    void valuesWhoseDeviationOverflowsAreRefused() {
        DataSet huge = new DataSet(List.of("a"), List.of("y"), new double[] {1e200, -1e200}, new double[] {1, 2});
        assertEquals("standard deviation of column a: Infinity, must be above 0 and finite: rescale its values",
                assertThrows(IllegalArgumentException.class,
                        () -> Standardisation.of(huge, TargetKind.NUMBERS)).getMessage());
    }
}
