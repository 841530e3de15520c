package kelvin.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One HTML file that holds its pictures and its style, and asks for nothing else. */
final class Page {
    private final StringBuilder body = new StringBuilder();
    private final String title;

    Page(String title) {
        this.title = title;
    }

    Page heading(String line) {
        body.append("<header><h1>").append(escaped(title)).append("</h1><p>").append(escaped(line)).append("</p></header>\n");
        return this;
    }

    Page verdict(Verdict verdict) {
        return verdict(verdict.grade().words(), verdict);
    }

    /** The verdict on one of several runs. */
    Page verdictOn(String run, Verdict verdict) {
        return verdict(run + ": " + verdict.grade().words().toLowerCase(Locale.ROOT), verdict);
    }

    private Page verdict(String heading, Verdict verdict) {
        body.append("<section class=\"verdict ").append(verdict.grade().name().toLowerCase(Locale.ROOT))
                .append("\"><h2>").append(escaped(heading)).append("</h2><ul>\n");
        verdict.reasons().forEach(reason -> body.append("<li>").append(escaped(reason)).append("</li>\n"));
        body.append("</ul>");
        if (!verdict.remedies().isEmpty()) {
            body.append("<p>To change: ").append(escaped(String.join("; ", verdict.remedies()))).append(".</p>");
        }
        body.append("</section>\n");
        return this;
    }

    Page plots(String heading, List<Plot> plots) {
        if (!plots.isEmpty()) {
            body.append("<section><h2>").append(escaped(heading)).append("</h2><div class=\"plots\">\n");
            for (Plot plot : plots) {
                body.append("<figure id=\"").append(plot.name()).append("\"><h3>").append(escaped(plot.title())).append("</h3>\n")
                        .append(unique(plot)).append("<figcaption>").append(escaped(plot.caption()))
                        .append("</figcaption></figure>\n");
            }
            body.append("</div></section>\n");
        }
        return this;
    }

    Page text(String heading, String text) {
        body.append("<section><h2>").append(escaped(heading)).append("</h2><pre>").append(escaped(text))
                .append("</pre></section>\n");
        return this;
    }

    /** The page. */
    String html() {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + escaped(title)
                + "</title><style>\n" + style() + "</style></head>\n<body>\n" + body + "</body></html>\n";
    }

    /** The SVG of a plot, whose ids, unique within a document alone, are told apart from other plots'. */
    private static String unique(Plot plot) {
        String svg = plot.svg();
        svg = svg.substring(svg.indexOf("<svg"));
        return svg.replaceAll("\\bid=\"([^\"]+)\"", "id=\"" + plot.name() + "-$1\"")
                .replaceAll("url\\(#([^)]+)\\)", "url(#" + plot.name() + "-$1)");
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("page.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
