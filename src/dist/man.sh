#!/usr/bin/env bash
# Writes the manual page from what the program says of itself: src/dist/man.sh KELVIN >kelvin.1
set -euo pipefail
kelvin=$1

# text in troff: backslashes, and dots and quotes at the beginning of a line
escaped() { sed -e 's/\\/\\e/g' -e "s/^[.']/\\\\\&&/"; }

version=$("$kelvin" --version 2>/dev/null)
cat <<ROFF
.TH KELVIN 1 "" "${version%%,*}" "User commands"
.SH NAME
kelvin \- samples the posterior of Bayesian neural networks by parallel tempering
.SH SYNOPSIS
.B kelvin
COMMAND [options]
.br
.B mpirun \-np
P
.B kelvin sample
[options]
.SH DESCRIPTION
Kelvin draws exactly from the posterior of a Bayesian neural network, with replicas at several temperatures that carry the
cold chain from mode to mode, over the ranks of an MPI job. Draws go into run.h5, an HDF5 file that Python, R and Octave
read as it is. The same seed gives the same draws to the bit for every number of ranks and threads.
.SH COMMANDS
ROFF
"$kelvin" --help 2>/dev/null | sed -nE 's/^  ([a-z]+) +.*/\1/p' | while read -r command; do
  echo ".SS $command"
  echo ".nf"
  "$kelvin" "$command" --help 2>/dev/null | escaped
  echo ".fi"
done
cat <<'ROFF'
.SH EXIT STATUS
0 done, 64 usage, 65 bad data, 66 input missing, 69 device or MPI unavailable, or a rank that hangs, 70 broken invariant, 74 input or output,
75 stopped with a checkpoint (the same with \-\-resume goes on).
.SH ENVIRONMENT
.TP
.B JAVA_HOME
chooses the JDK (not in the tarball, which brings its own)
.TP
.B KELVIN_JAVA_OPTS
adds options for the Java virtual machine, such as \-Xmx16g
.SH SEE ALSO
.BR mpirun (1),
.BR sbatch (1),
and docs/guide.md beside the program
ROFF
