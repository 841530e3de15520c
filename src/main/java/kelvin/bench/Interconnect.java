package kelvin.bench;

/**
 * A network in the LogGP model (Alexandrov, Ionescu, Schauser and Scheiman 1995), between any two ranks alike.
 *
 * @param name for people, with the source of the numbers
 * @param latency L, seconds that a short message is on its way
 * @param overhead o, seconds that a processor is busy with sending or receiving one
 * @param secondsPerByte G, for a byte of a long message
 */
public record Interconnect(String name, double latency, double overhead, double secondsPerByte) {
    /** NVIDIA's data sheet of ConnectX-7 for the bandwidth, 400 Gb/s; latency of MPI over InfiniBand, about 1 us. */
    public static final Interconnect INFINIBAND_NDR = new Interconnect("InfiniBand NDR", 0.7e-6, 0.3e-6, 1 / 48e9);
    /** Open MPI over 40 Gb/s Ethernet past the kernel: 1.93 us and 37.23 Gb/s (Squyres 2014, Cisco, "MPI over 40Gb Ethernet"). */
    public static final Interconnect ETHERNET_40G = new Interconnect("Ethernet 40 Gb/s, kernel bypassed", 1.33e-6, 0.3e-6,
            8 / 37.23e9);
    /** TCP through two kernels over 10 Gb/s, assumed: 30 us, 9 Gb/s of the wire. */
    public static final Interconnect ETHERNET_10G_TCP = new Interconnect("Ethernet 10 Gb/s, TCP", 20e-6, 5e-6, 8 / 9e9);

    /** Checks the numbers. */
    public Interconnect {
        if (!(latency >= 0 && overhead >= 0 && secondsPerByte >= 0)) {
            throw new IllegalArgumentException("interconnect " + name + ": latency, overhead and seconds a byte must not be "
                    + "negative");
        }
    }

    /** Seconds from both sides' readiness until each has the other's message of so many bytes. */
    double exchange(double bytes) {
        return 2 * overhead + latency + bytes * secondsPerByte;
    }
}
