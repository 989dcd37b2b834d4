package io.weir.config;

import java.util.List;

/** Every mistake of a configuration file, not only the first. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    public ConfigException(List<Mistake> mistakes) {
        super(mistakes.size() + " mistake(s), the first: " + mistakes.getFirst());
        this.mistakes = List.copyOf(mistakes);
    }

    /** In the order of file and position; never empty. */
    public List<Mistake> mistakes() {
        return mistakes;
    }

    /**
     * One mistake.
     *
     * @param file the file's name as the user gave it, or as {@code include} found it
     * @param line 1-based; 0 when the mistake has no place (a missing file)
     * @param column 1-based
     * @param message what is wrong and what is allowed
     */
    public record Mistake(String file, int line, int column, String message) {
        @Override
        public String toString() {
            return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
        }
    }
}
