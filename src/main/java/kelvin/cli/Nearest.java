package kelvin.cli;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody meant who mistyped a name. */
final class Nearest {
    private Nearest() {
    }

    /** The name with the least edit distance to what was typed; the first of several. */
    static String of(String typed, Collection<String> names) {
        return names.stream().min(Comparator.comparingInt(name -> distance(typed, name))).orElseThrow();
    }

    /** Levenshtein's distance: insertions, deletions and substitutions that turn a into b. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
