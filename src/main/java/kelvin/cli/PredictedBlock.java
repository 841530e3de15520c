package kelvin.cli;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import kelvin.bank.Device;
import kelvin.model.DataSet;
import kelvin.predict.ClassScoreSums;
import kelvin.predict.Classification;
import kelvin.predict.Posterior;
import kelvin.predict.Prediction;
import kelvin.predict.Regression;
import kelvin.predict.ScoreSums;
import kelvin.store.PredictionFile;

/**
 * The predictions of a block of rows, as numbers that can be sent to another rank.
 *
 * @param values of the file's columns [rows][columns]; NaN for a row with a missing input
 * @param sums of the scores: one array for each target, or one for classes
 */
record PredictedBlock(double[] values, List<double[]> sums) {
    /** The columns that predictions of a posterior have in a file. */
    static List<PredictionFile.Column> columns(Posterior posterior) {
        List<PredictionFile.Column> columns = new ArrayList<>();
        for (kelvin.model.Column target : posterior.schema().targets()) {
            if (Regression.suits(posterior.model().likelihood())) {
                for (String what : List.of("mean", "sd", "epistemic_sd", "aleatoric_sd", "low", "high")) {
                    columns.add(new PredictionFile.Column(target.name() + "_" + what, List.of()));
                }
            } else {
                List<String> labels = labels(posterior, target);
                columns.add(new PredictionFile.Column(target.name(), labels));
                labels.forEach(label -> columns.add(new PredictionFile.Column(target.name() + "=" + label, List.of())));
            }
        }
        return columns;
    }

    private static List<String> labels(Posterior posterior, kelvin.model.Column target) {
        int classes = Math.max(2, posterior.model().network().outputs());
        return IntStream.range(0, classes).mapToObj(c ->
                c < target.levels().size() ? target.levels().get(c) : Integer.toString(c)).toList();
    }

    /** Predicts rows in raw units. */
    static PredictedBlock of(Posterior posterior, DataSet rows, double level, Device device, int threads) {
        int[] whole = IntStream.range(0, rows.rows()).filter(row -> isWhole(rows, row)).toArray();
        int width = columns(posterior).size();
        double[] values = new double[rows.rows() * width];
        Arrays.fill(values, Double.NaN);
        if (whole.length == 0) {
            return new PredictedBlock(values, List.of());
        }
        DataSet predicted = whole.length == rows.rows() ? rows : HeldOut.rows(rows, whole);
        if (Regression.suits(posterior.model().likelihood())) {
            Regression regression = posterior.numbers(predicted, level, device, threads);
            for (int i = 0; i < whole.length; i++) {
                int at = whole[i] * width;
                for (Prediction one : regression.predictions().get(i)) {
                    double[] cells = {one.mean(), one.sd(), one.epistemicSd(), one.aleatoricSd(), one.interval().low(),
                        one.interval().high()};
                    System.arraycopy(cells, 0, values, at, cells.length);
                    at += cells.length;
                }
            }
            return new PredictedBlock(values, regression.sums().stream().map(ScoreSums::toArray).toList());
        }
        Classification classification = posterior.classes(predicted, device, threads);
        for (int i = 0; i < whole.length; i++) {
            List<Double> probabilities = classification.probabilities().get(i);
            int best = 0;
            for (int c = 0; c < probabilities.size(); c++) {
                values[whole[i] * width + 1 + c] = probabilities.get(c);
                best = probabilities.get(c) > probabilities.get(best) ? c : best;
            }
            values[whole[i] * width] = best;
        }
        return new PredictedBlock(values, List.of(classification.sums().toArray()));
    }

    private static boolean isWhole(DataSet rows, int row) {
        return IntStream.range(row * rows.inputs(), (row + 1) * rows.inputs())
                .noneMatch(i -> Double.isNaN(rows.x()[i]));
    }

    /** For a message to another rank. */
    byte[] toBytes() {
        int numbers = values.length + sums.stream().mapToInt(one -> one.length).sum();
        ByteBuffer buffer = ByteBuffer.allocate((2 + sums.size()) * Integer.BYTES + numbers * Double.BYTES);
        buffer.putInt(values.length).putInt(sums.size());
        sums.forEach(one -> buffer.putInt(one.length));
        put(buffer, values);
        sums.forEach(one -> put(buffer, one));
        return buffer.array();
    }

    private static void put(ByteBuffer buffer, double[] numbers) {
        for (double number : numbers) {
            buffer.putDouble(number);
        }
    }

    static PredictedBlock fromBytes(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        double[] values = new double[buffer.getInt()];
        List<double[]> sums = new ArrayList<>();
        int count = buffer.getInt();
        for (int i = 0; i < count; i++) {
            sums.add(new double[buffer.getInt()]);
        }
        get(buffer, values);
        sums.forEach(one -> get(buffer, one));
        return new PredictedBlock(values, sums);
    }

    private static void get(ByteBuffer buffer, double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = buffer.getDouble();
        }
    }

    /** Scores of all rows whose targets are known, by target; empty if there are none. */
    static Map<String, TargetScore> scores(Posterior posterior, List<double[]> sums) {
        Map<String, TargetScore> scores = new LinkedHashMap<>();
        for (int j = 0; j < sums.size(); j++) {
            String target = posterior.schema().targetNames().get(j);
            // the first of all sums is the number of rows
            if (!(sums.get(j)[0] >= 1)) {
                continue;
            }
            if (Regression.suits(posterior.model().likelihood())) {
                scores.put(target, TargetScore.OfNumbers.of(ScoreSums.of(sums.get(j), posterior.chains()),
                        posterior.scaling().targetSds().get(j)));
            } else {
                scores.put(target, TargetScore.OfClasses.of(ClassScoreSums.of(sums.get(j), posterior.chains())));
            }
        }
        return scores;
    }
}
