package kelvin.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import kelvin.store.DurableFile;

/**
 * One picture of shares by a number that doubles, such as ranks: an SVG in the style of the reports.
 *
 * @param title what it shows
 * @param xLabel what doubles
 * @param yLabel what the shares are of
 * @param curves at most eight
 */
public record Curves(String title, String xLabel, String yLabel, List<Curve> curves) {
    /** Above the highest point. */
    private static final double ROOM = 1.05;

    /**
     * One curve.
     *
     * @param name for the legend
     * @param style how it is drawn
     * @param x above 0
     * @param y shares, drawn in percent from 0 on
     */
    public record Curve(String name, Style style, double[] x, double[] y) {
    }

    /** How a curve is drawn. */
    public enum Style {
        /** Points alone, as of what was measured. */
        POINTS,
        /** A line in the colour of the curve before, as of what was computed for the same. */
        LINE_THROUGH,
        /** Both. */
        LINE_AND_POINTS
    }

    /** Writes the picture; an existing file is replaced. */
    public void write(Path svg) throws IOException {
        Figure figure = new Figure(xLabel, yLabel + ", percent").titled(title).logX();
        double most = 100;
        for (Curve curve : curves) {
            double[] percent = new double[curve.y.length];
            for (int i = 0; i < percent.length; i++) {
                percent[i] = 100 * curve.y[i];
                most = Math.max(most, percent[i]);
            }
            switch (curve.style) {
                case LINE_THROUGH -> figure.sameColour().line(curve.name, curve.x, percent);
                case POINTS -> figure.points(curve.name, curve.x, percent);
                case LINE_AND_POINTS -> figure.linePoints(curve.name, curve.x, percent);
            }
        }
        Plot plot = new Plot("curves", title, title, figure.rangeY(0, ROOM * most).chart());
        DurableFile.write(svg, file -> Files.writeString(file, plot.svg(), StandardCharsets.UTF_8));
    }

}
