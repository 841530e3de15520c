package kelvin.report;

import java.awt.Color;
import java.util.List;

/** Colours that people with any kind of colour vision tell apart, also when printed in grey. */
final class Palette {
    /** For a few things: Okabe and Ito (2008), without the yellow, which white paper swallows. */
    private static final List<Color> FEW = List.of(new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
            new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9), new Color(0x222222));
    /** For an order: viridis (van der Walt and Smith 2015), at equal distances. */
    private static final List<Color> ORDERED = List.of(new Color(0x440154), new Color(0x482878), new Color(0x3E4989),
            new Color(0x31688E), new Color(0x26828E), new Color(0x1F9E89), new Color(0x35B779), new Color(0x6ECE58),
            new Color(0xB5DE2B), new Color(0xFDE725));

    private Palette() {
    }

    /** The i-th of a few. */
    static Color few(int i) {
        return FEW.get(i % FEW.size());
    }

    /** The colour of a share from 0 to 1. */
    static Color ordered(double share) {
        double position = Math.max(0, Math.min(1, share)) * (ORDERED.size() - 1);
        int below = Math.min((int) position, ORDERED.size() - 2);
        return mixed(ORDERED.get(below), ORDERED.get(below + 1), position - below);
    }

    private static Color mixed(Color a, Color b, double share) {
        return new Color(mixed(a.getRed(), b.getRed(), share), mixed(a.getGreen(), b.getGreen(), share),
                mixed(a.getBlue(), b.getBlue(), share));
    }

    private static int mixed(int a, int b, double share) {
        return (int) Math.round(a + share * (b - a));
    }
}
