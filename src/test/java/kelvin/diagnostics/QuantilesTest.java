package kelvin.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantilesTest {
    /** The values that Wichura (1988) prints for AS 241, one for each of its three ranges, and 97.5%. */
    @ParameterizedTest
    @CsvSource({"0.25,-0.6744897501960817", "0.001,-3.090232306167814", "1e-20,-9.262340089798408",
        "0.975,1.959963984540054"})
    void normalQuantilesAreThoseOfTheAlgorithm(double p, double z) {
        assertEquals(z, NormalQuantile.at(p), 4 * Math.ulp(z));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.25, 0.0625, 0x1p-20})
    void normalQuantilesAreOdd(double p) {
        assertEquals(0.0, NormalQuantile.at(p) + NormalQuantile.at(1 - p));
    }

    @ParameterizedTest(name = "p = {0}, a = {1}, b = {2}")
    @CsvFileSource(resources = "beta.csv")
    void betaQuantilesAreScipys(double p, double a, double b, double quantile) {
        // The logarithms of the gamma function cancel at large parameters: a few digits go.
        assertEquals(quantile, BetaQuantile.at(p, a, b), 1e-11 * quantile);
    }

    /** I_x(a, b) with integer b is a binomial tail: sum_j C(a + b - 1, j) x^j (1 - x)^(a + b - 1 - j), j >= a. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.5, 0.8, 0.99})
    void theBetaDistributionIsABinomialTail(double x) {
        double tail = 10 * Math.pow(x, 3) * Math.pow(1 - x, 2) + 5 * Math.pow(x, 4) * (1 - x) + Math.pow(x, 5);
        assertEquals(tail, BetaQuantile.cumulative(x, 3, 3), 1e-14);
    }
}
