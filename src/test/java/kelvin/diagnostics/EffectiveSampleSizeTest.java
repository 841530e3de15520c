package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EffectiveSampleSizeTest {
    /**
     * Mean of 100 estimates. The initial sequence overestimates (Geyer 1992), and the noise of 100
     * estimates is below 1%: a right program stays within 5%; a time that counts every lag once
     * instead of twice is wrong by half.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.5, -0.5})
    void theAutocorrelationTimeIsThatOfTheSeries(double phi) {
        Autoregression series = new Autoregression(phi);
        Random random = new Random(5);
        double sum = 0;
        for (int i = 0; i < 100; i++) {
            sum += EffectiveSampleSize.autocorrelationTime(series.draw(random, 16384));
        }
        double exact = series.autocorrelationTime();
        assertEquals(exact, sum / 100, 0.05 * exact);
    }

    @Test
    void bulkAndTailDoNotDependOnTheScaleOfTheQuantity() {
        double[][] draws = ArvizFixture.draws("autocorrelated odd");
        double[][] transformed = Draws.map(draws, x -> Math.exp(3 * x));
        assertEquals(EffectiveSampleSize.bulk(draws), EffectiveSampleSize.bulk(transformed));
        assertNotEquals(EffectiveSampleSize.mean(draws), EffectiveSampleSize.mean(transformed));
        // Quantiles interpolate between draws, but leave as many of them below.
        assertEquals(EffectiveSampleSize.tail(draws), EffectiveSampleSize.tail(transformed));
    }

    @Test
    void aSeriesIsOneChain() {
        double[] series = ArvizFixture.draws("one chain odd")[0];
        double ess = ArvizFixture.value("one chain odd", "ess mean");
        assertEquals(501 / ess, EffectiveSampleSize.autocorrelationTime(series), 1e-10 * 501 / ess);
    }

    @Test
    void wrongArgumentsAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> EffectiveSampleSize.bulk(new double[5], new double[6]));
        assertThrows(IllegalArgumentException.class, () -> EffectiveSampleSize.autocorrelationTime());
        assertThrows(IllegalArgumentException.class, () -> EffectiveSampleSize.quantile(-0.1, new double[5]));
    }
}
