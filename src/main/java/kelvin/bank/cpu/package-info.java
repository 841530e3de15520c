/**
 * The bank on the processor's cores. The one rule: no bit depends on threads, vector width or which
 * {@link kelvin.bank.cpu.Arithmetic} runs.
 */
package kelvin.bank.cpu;
