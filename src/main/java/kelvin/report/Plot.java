package kelvin.report;

import java.awt.Dimension;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import kelvin.store.DurableFile;

/**
 * One plot of a page.
 *
 * @param name of its files
 * @param title what it shows
 * @param caption how to read it
 * @param chart the picture
 */
record Plot(String name, String title, String caption, JFreeChart chart) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    /** Pixels of a PNG for a unit of length: sharp in print. */
    private static final int SCALE = 2;
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

    /** Writes every plot as SVG and PNG into a folder, which is made if need be; links in its or their place are not followed. */
    static void write(List<Plot> plots, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
        for (Plot plot : plots) {
            DurableFile.write(folder.resolve(plot.name + ".svg"),
                    file -> Files.writeString(file, plot.svg(), StandardCharsets.UTF_8));
            DurableFile.write(folder.resolve(plot.name + ".png"), file -> Files.write(file, plot.png()));
        }
    }

    /** The picture as an SVG document, whose text stays text. */
    String svg() {
        Document document = GenericDOMImplementation.getDOMImplementation().createDocument(SVG_NAMESPACE, "svg", null);
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
        context.setComment(null);
        context.setPrecision(2);
        SVGGraphics2D graphics = new SVGGraphics2D(context, false);
        graphics.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
        chart.draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        Element root = graphics.getRoot();
        root.setAttribute("viewBox", "0 0 " + WIDTH + " " + HEIGHT);
        root.setAttribute("role", "img");
        root.setAttribute("aria-label", title);
        StringWriter text = new StringWriter();
        try {
            graphics.stream(root, text, true, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** The picture as a PNG file's bytes. */
    byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(chart.createBufferedImage(SCALE * WIDTH, SCALE * HEIGHT, WIDTH, HEIGHT, null), "png", bytes);
        return bytes.toByteArray();
    }
}
