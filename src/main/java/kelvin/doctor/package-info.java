/** Looks at a machine and says what Kelvin finds there, what is missing, and how to get it; changes nothing that stays. */
package kelvin.doctor;
