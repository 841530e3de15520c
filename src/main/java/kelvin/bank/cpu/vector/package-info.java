/**
 * The inner loops by Java's Vector API. The one rule: this package alone names jdk.incubator.vector, uses one float
 * vector width throughout (Java 17 stops keeping vectors in registers where two widths share library code), and
 * performs exactly the operations of {@link kelvin.bank.cpu.ScalarArithmetic}.
 */
package kelvin.bank.cpu.vector;
