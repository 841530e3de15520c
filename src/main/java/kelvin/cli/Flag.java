package kelvin.cli;

/**
 * An option of a command, known by its long name on the command line and in a TOML file.
 *
 * @param name without dashes
 * @param argument what its value is called in the help; null for a switch
 * @param initial the value when none is given, or null
 * @param help what it does
 */
record Flag(String name, String argument, String initial, String help) {
    static final Flag HELP = toggle("help", "prints this");
    static final Flag DEBUG = toggle("debug", "shows where an error came from, and checks more");
    static final Flag JSON = toggle("json", "prints one JSON object instead");

    static Flag toggle(String name, String help) {
        return new Flag(name, null, null, help);
    }

    boolean isSwitch() {
        return argument == null;
    }
}
