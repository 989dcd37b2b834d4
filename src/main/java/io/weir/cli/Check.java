package io.weir.cli;

import io.weir.config.ConfigException;
import io.weir.config.ConfigReader;
import java.nio.file.Path;

/** {@code weir check FILE}. */
final class Check {

    private Check() {}

    /** @return the exit status: 0 when the file is good, else 1 after every mistake was printed on a line of its own */
    static int check(Path file) {
        try {
            ConfigReader.read(file);
            System.out.println("ok");
            return 0;
        } catch (ConfigException mistakes) {
            print(mistakes);
            return Main.MISTAKE;
        }
    }

    static void print(ConfigException mistakes) {
        mistakes.mistakes().forEach(System.err::println);
    }
}
