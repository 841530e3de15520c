package kelvin.model;

import java.util.List;

/**
 * How the columns of a table become inputs and targets. A column of text becomes one input for each of its texts, 1
 * where a row has it and 0 elsewhere; a target of text becomes the number of its text among all, from 0.
 *
 * @param inputs the columns that inputs are made of
 * @param targets the columns that are targets
 * @param missing what becomes of missing values
 */
public record Schema(List<Column> inputs, List<Column> targets, Missing missing) {
    /** Copies the lists. */
    public Schema {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /** Columns of numbers, none missing. */
    public static Schema ofNumbers(List<String> inputs, List<String> targets) {
        return new Schema(inputs.stream().map(Column::ofNumbers).toList(),
                targets.stream().map(Column::ofNumbers).toList(), Missing.ERROR);
    }

    /** Names of all inputs. */
    public List<String> inputNames() {
        return inputs.stream().flatMap(column -> column.inputs().stream()).toList();
    }

    /** Names of all targets. */
    public List<String> targetNames() {
        return targets.stream().map(Column::name).toList();
    }

    /**
     * Turns the cells of a row into inputs.
     *
     * @param cells numbers, the places of texts, or NaN where missing [columns], from cellsAt on
     * @param x receives the inputs from at on; NaN where a value is missing and nothing stands for it
     * @return how many inputs these are
     */
    public int expand(double[] cells, int cellsAt, double[] x, int at) {
        int next = at;
        for (int j = 0; j < inputs.size(); j++) {
            Column column = inputs.get(j);
            double cell = cells[cellsAt + j];
            int width = Math.max(1, column.levels().size());
            for (int i = 0; i < width; i++) {
                double value = column.levels().isEmpty() ? cell : cell == i ? 1 : 0;
                x[next++] = !Double.isNaN(cell) ? value : column.fill().isEmpty() ? Double.NaN : column.fill().get(i);
            }
        }
        return next - at;
    }
}
