package kelvin.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import kelvin.model.Column;
import kelvin.model.DataSet;
import kelvin.model.Missing;
import kelvin.model.Scaling;
import kelvin.model.Schema;
import kelvin.team.Team;

/**
 * Gives every rank the rows that rank 0 read, so that a file is read once however many ranks there are: first all that
 * is small, then the arrays in pieces.
 */
final class Handout {
    private static final int PIECE_VALUES = 1 << 22;

    private final Team team;

    Handout(Team team) {
        this.team = team;
    }

    /**
     * The problem, on every rank; each must call this.
     *
     * @param options of the model
     * @param ofRankZero what rank 0 read; null elsewhere
     */
    Problem share(ModelOptions options, Problem ofRankZero) throws IOException {
        if (team.size() == 1) {
            return ofRankZero;
        }
        byte[] head = team.broadcast(ofRankZero == null ? new byte[0] : head(ofRankZero));
        if (ofRankZero != null) {
            data(ofRankZero.train());
            data(ofRankZero.test());
            return ofRankZero;
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(head));
        int outputs = in.readInt();
        int rows = in.readInt();
        int testRows = in.readInt();
        List<String> warnings = strings(in);
        Schema schema = new Schema(columns(in), columns(in), Missing.valueOf(in.readUTF()));
        Scaling scaling = new Scaling(numbers(in), numbers(in), numbers(in), numbers(in));
        DataSet train = receive(schema, rows);
        DataSet test = testRows == 0 ? null : receive(schema, testRows);
        return new Problem(options.over(train.inputs(), train.targets(), outputs), train, test, schema, scaling,
                warnings);
    }

    private static byte[] head(Problem problem) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(problem.model().network().outputs());
        out.writeInt(problem.train().rows());
        out.writeInt(problem.test() == null ? 0 : problem.test().rows());
        put(out, problem.warnings());
        columns(out, problem.schema().inputs());
        columns(out, problem.schema().targets());
        out.writeUTF(problem.schema().missing().name());
        for (List<Double> values : List.of(problem.scaling().inputMeans(), problem.scaling().inputSds(),
                problem.scaling().targetMeans(), problem.scaling().targetSds())) {
            numbers(out, values);
        }
        return bytes.toByteArray();
    }

    private static void put(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(in.readUTF());
        }
        return texts;
    }

    private static void columns(DataOutputStream out, List<Column> columns) throws IOException {
        out.writeInt(columns.size());
        for (Column column : columns) {
            out.writeUTF(column.name());
            put(out, column.levels());
            numbers(out, column.fill());
        }
    }

    private static List<Column> columns(DataInputStream in) throws IOException {
        List<Column> columns = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            columns.add(new Column(in.readUTF(), strings(in), numbers(in)));
        }
        return columns;
    }

    private static void numbers(DataOutputStream out, List<Double> numbers) throws IOException {
        out.writeInt(numbers.size());
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static List<Double> numbers(DataInputStream in) throws IOException {
        List<Double> numbers = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            numbers.add(in.readDouble());
        }
        return numbers;
    }

    private void data(DataSet data) {
        if (data != null) {
            pieces(data.x());
            pieces(data.y());
        }
    }

    private DataSet receive(Schema schema, int rows) {
        List<String> inputs = schema.inputNames();
        List<String> targets = schema.targetNames();
        return new DataSet(inputs, targets, pieces(new double[rows * inputs.size()]),
                pieces(new double[rows * targets.size()]));
    }

    /** Sends rank 0's values to the others, whose arrays they fill. */
    private double[] pieces(double[] values) {
        for (int first = 0; first < values.length; first += PIECE_VALUES) {
            int count = Math.min(PIECE_VALUES, values.length - first);
            ByteBuffer piece = ByteBuffer.allocate(team.rank() == 0 ? count * Double.BYTES : 0);
            if (team.rank() == 0) {
                piece.asDoubleBuffer().put(values, first, count);
            }
            byte[] all = team.broadcast(piece.array());
            if (team.rank() > 0) {
                ByteBuffer.wrap(all).asDoubleBuffer().get(values, first, count);
            }
        }
        return values;
    }
}
