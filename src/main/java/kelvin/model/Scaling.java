package kelvin.model;

import java.util.List;

/**
 * The affine map between raw and standardised units: standardised = (raw - mean) / sd for every input and target.
 *
 * @param inputMeans [inputs]
 * @param inputSds [inputs], above 0
 * @param targetMeans [targets]; 0 for classes
 * @param targetSds [targets], above 0; 1 for classes
 */
public record Scaling(List<Double> inputMeans, List<Double> inputSds, List<Double> targetMeans,
        List<Double> targetSds) {
    /** Copies the lists and checks the standard deviations. */
    public Scaling {
        inputMeans = List.copyOf(inputMeans);
        inputSds = List.copyOf(inputSds);
        targetMeans = List.copyOf(targetMeans);
        targetSds = List.copyOf(targetSds);
        if (!(inputMeans.size() == inputSds.size() && targetMeans.size() == targetSds.size())) {
            throw new IllegalArgumentException("scaling: means and standard deviations differ in number");
        }
        for (List<Double> sds : List.of(inputSds, targetSds)) {
            for (double sd : sds) {
                if (!(sd > 0 && sd < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("standard deviation: " + sd + ", must be above 0 and finite");
                }
            }
        }
    }
}
