package kelvin.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.TickUnits;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.LookupPaintScale;
import org.jfree.chart.renderer.xy.AbstractXYItemRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StackedXYBarRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.renderer.xy.XYStepRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.DefaultTableXYDataset;
import org.jfree.data.xy.DefaultXYDataset;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** A picture with two axes, built layer by layer in one style; NaN leaves a gap. The first layer lies on top. */
final class Figure {
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color INK = new Color(0x333333);
    private static final Color GRID = new Color(0xDDDDDD);
    private static final int SHADES = 64;
    private static final double ROOM_FOR_LABEL = 0.12;
    /** Below this ratio of the largest value to the least, a logarithmic axis would have one or two numbers on it. */
    private static final double WIDE = 8;
    /** Names that find room side by side below an axis. */
    private static final int MOST_ACROSS = 5;

    private final XYPlot plot = new XYPlot();
    private final LegendItemCollection legend = new LegendItemCollection();
    private int layers;
    private int colours;
    private String title;
    private boolean logY;

    Figure(String xLabel, String yLabel) {
        plot.setDomainAxis(linear(xLabel));
        plot.setRangeAxis(linear(yLabel));
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    }

    /** Words above it, for a picture that stands alone. */
    Figure titled(String words) {
        title = words;
        return this;
    }

    /** The next layer has the colour of the last: another thing of the same kind. */
    Figure sameColour() {
        colours--;
        return this;
    }

    Figure line(String name, double[] x, double[] y) {
        return add(name, x, y, new XYLineAndShapeRenderer(true, false), 1.6f);
    }

    Figure steps(String name, double[] x, double[] y) {
        return add(name, x, y, new XYStepRenderer(), 1.4f);
    }

    Figure points(String name, double[] x, double[] y) {
        return add(name, x, y, new XYLineAndShapeRenderer(false, true), 1);
    }

    Figure linePoints(String name, double[] x, double[] y) {
        return add(name, x, y, new XYLineAndShapeRenderer(true, true), 1.6f);
    }

    /** Points with bars from low to high. */
    Figure bars(String name, double[] x, double[] y, double[] low, double[] high) {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setDefaultLinesVisible(false);
        renderer.setDefaultShapesVisible(true);
        Color colour = style(renderer, 1.2f);
        renderer.setErrorPaint(faint(colour, 150));
        return layer(intervals(name, x, y, low, high), renderer);
    }

    /** A line within a band. */
    Figure band(String name, double[] x, double[] y, double[] low, double[] high) {
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        Color colour = style(renderer, 1.8f);
        renderer.setSeriesFillPaint(0, colour);
        renderer.setAlpha(0.25f);
        return layer(intervals(name, x, y, low, high), renderer);
    }

    /** Cells of a grid, coloured from low to high; no legend. */
    Figure cells(double[] x, double[] y, double[] value, double width, double low, double high) {
        DefaultXYZDataset data = new DefaultXYZDataset();
        data.addSeries("cells", new double[][] {x, y, value});
        LookupPaintScale scale = new LookupPaintScale(low, Math.nextUp(high), Color.WHITE);
        for (int i = 0; i < SHADES; i++) {
            scale.add(low + (high - low) * i / SHADES, Palette.ordered((i + 0.5) / SHADES));
        }
        XYBlockRenderer renderer = new XYBlockRenderer();
        renderer.setPaintScale(scale);
        renderer.setBlockWidth(width);
        renderer.setBlockHeight(1);
        renderer.setDefaultSeriesVisibleInLegend(false);
        return layer(data, renderer);
    }

    /** Bars of parts that add up, each of a width of nearly 1. */
    Figure stack(List<String> names, double[] x, double[][] parts) {
        DefaultTableXYDataset data = new DefaultTableXYDataset();
        StackedXYBarRenderer renderer = new StackedXYBarRenderer(0.15);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        for (int i = 0; i < names.size(); i++) {
            XYSeries series = new XYSeries(names.get(i), true, false);
            for (int j = 0; j < x.length; j++) {
                series.add(x[j], parts[i][j]);
            }
            data.addSeries(series);
            renderer.setSeriesPaint(i, Palette.few(colours++));
        }
        data.setIntervalWidth(1);
        return layer(data, renderer);
    }

    /** A dashed line with a word on it, at a height. */
    Figure level(double y, String label) {
        plot.getRangeAxis().setUpperMargin(ROOM_FOR_LABEL);
        plot.addRangeMarker(marker(y, label, RectangleAnchor.TOP_RIGHT, TextAnchor.BOTTOM_RIGHT), Layer.FOREGROUND);
        return this;
    }

    /** The diagonal, on which two things agree. */
    Figure diagonal(double low, double high) {
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries("diagonal", new double[][] {{low, high}, {low, high}});
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setSeriesPaint(0, INK);
        renderer.setSeriesStroke(0, dashed());
        renderer.setSeriesVisibleInLegend(0, false);
        return layer(data, renderer);
    }

    Figure logX() {
        plot.setDomainAxis(logarithmic(plot.getDomainAxis().getLabel()));
        return this;
    }

    /** A logarithmic axis, where the values differ enough for it. */
    Figure logY() {
        logY = true;
        return this;
    }

    /** Names at 0, 1, ... in place of numbers. */
    Figure namesX(List<String> names) {
        SymbolAxis axis = new SymbolAxis(plot.getDomainAxis().getLabel(), names.toArray(String[]::new));
        axis.setGridBandsVisible(false);
        axis.setRange(-0.5, names.size() - 0.5);
        axis.setVerticalTickLabels(names.size() > MOST_ACROSS);
        plot.setDomainAxis(styled(axis));
        return this;
    }

    Figure wholeX() {
        plot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        return this;
    }

    Figure wholeY() {
        plot.getRangeAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        return this;
    }

    Figure rangeX(double low, double high) {
        plot.getDomainAxis().setRange(low, high);
        return this;
    }

    Figure rangeY(double low, double high) {
        plot.getRangeAxis().setRange(low, high);
        return this;
    }

    /** The finished chart, with a legend where there is more than one thing to tell apart. */
    JFreeChart chart() {
        Range values = logY ? plot.getDataRange(plot.getRangeAxis()) : null;
        if (values != null && values.getLowerBound() > 0 && values.getUpperBound() >= WIDE * values.getLowerBound()) {
            plot.setRangeAxis(logarithmic(plot.getRangeAxis().getLabel()));
        }
        JFreeChart chart = new JFreeChart(title, TEXT, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(6, 4, 4, 12));
        LegendItemCollection items = plot.getLegendItems();
        if (items.getItemCount() > 1) {
            LegendTitle title = new LegendTitle(() -> items);
            title.setItemFont(TEXT);
            title.setItemPaint(INK);
            title.setPosition(RectangleEdge.BOTTOM);
            title.setFrame(BlockBorder.NONE);
            chart.addLegend(title);
        }
        return chart;
    }

    private Figure add(String name, double[] x, double[] y, XYLineAndShapeRenderer renderer, float width) {
        DefaultXYDataset data = new DefaultXYDataset();
        data.addSeries(name, new double[][] {x, y});
        style(renderer, width);
        return layer(data, renderer);
    }

    private Color style(XYLineAndShapeRenderer renderer, float width) {
        Color colour = Palette.few(colours++);
        renderer.setSeriesPaint(0, colour);
        renderer.setSeriesStroke(0, new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        renderer.setDefaultShape(dot());
        renderer.setSeriesShape(0, dot());
        renderer.setSeriesFillPaint(0, colour);
        return colour;
    }

    private Figure layer(XYDataset data, AbstractXYItemRenderer renderer) {
        plot.setDataset(layers, data);
        plot.setRenderer(layers, renderer);
        layers++;
        return this;
    }

    private static YIntervalSeriesCollection intervals(String name, double[] x, double[] y, double[] low, double[] high) {
        YIntervalSeries series = new YIntervalSeries(name, false, true);
        for (int i = 0; i < x.length; i++) {
            series.add(x[i], y[i], low[i], high[i]);
        }
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(series);
        return data;
    }

    private static ValueMarker marker(double at, String label, RectangleAnchor anchor, TextAnchor text) {
        ValueMarker marker = new ValueMarker(at, new Color(0x777777), dashed());
        marker.setLabel(label);
        marker.setLabelFont(TEXT);
        marker.setLabelPaint(INK);
        marker.setLabelAnchor(anchor);
        marker.setLabelTextAnchor(text);
        marker.setLabelBackgroundColor(faint(Color.WHITE, 190));
        return marker;
    }

    private static ValueAxis linear(String label) {
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        axis.setAutoRangeStickyZero(false);
        return styled(axis);
    }

    private static ValueAxis logarithmic(String label) {
        LogAxis axis = new LogAxis(label);
        axis.setSmallestValue(1e-12);
        DecimalFormat format = new DecimalFormat("0.########", DecimalFormatSymbols.getInstance(Locale.ROOT));
        TickUnits units = new TickUnits();   // every doubling, or one, two or three decades
        for (double decades : new double[] {Math.log10(2), 1, 2, 3}) {
            units.add(new NumberTickUnit(decades, format));
        }
        axis.setStandardTickUnits(units);
        axis.setNumberFormatOverride(format);
        return styled(axis);
    }

    private static ValueAxis styled(ValueAxis axis) {
        axis.setLabelFont(TEXT);
        axis.setTickLabelFont(TEXT);
        axis.setLabelPaint(INK);
        axis.setTickLabelPaint(INK);
        axis.setAxisLinePaint(INK);
        axis.setTickMarkPaint(INK);
        return axis;
    }

    private static BasicStroke dashed() {
        return new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {5, 4}, 0);
    }

    private static Shape dot() {
        return new Ellipse2D.Double(-2.5, -2.5, 5, 5);
    }

    private static Color faint(Color colour, int alpha) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), alpha);
    }
}
