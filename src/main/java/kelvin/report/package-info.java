/**
 * Plots of a run, and the page that shows them. A page is one HTML file that needs nothing else; nothing in it depends on
 * time or place, so that equal runs make equal pages but for their times.
 */
package kelvin.report;
