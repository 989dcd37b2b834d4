package io.weir;

/**
 * The class that {@code java -jar weir.jar} starts. It is compiled for Java 8, so that an older JDK runs far enough to
 * say what is missing instead of failing with {@code UnsupportedClassVersionError}.
 */
public final class Launcher {

    private static final int REQUIRED_JAVA = 25;

    private Launcher() {}

    public static void main(String[] args) throws Exception {
        String version = System.getProperty("java.version", "unknown");
        if (feature(System.getProperty("java.specification.version", "0")) < REQUIRED_JAVA) {
            System.err.println("Weir needs Java " + REQUIRED_JAVA + " or newer; this is " + version);
            System.exit(1);
        }
        // By name: a direct reference would make this class need the Java 25 classes to be compiled and loaded.
        Class.forName("io.weir.cli.Main").getMethod("main", String[].class).invoke(null, (Object) args);
    }

    /** "1.8" is 8, "17" is 17. */
    private static int feature(String specificationVersion) {
        String digits =
                specificationVersion.startsWith("1.") ? specificationVersion.substring(2) : specificationVersion;
        int dot = digits.indexOf('.');
        try {
            return Integer.parseInt(dot < 0 ? digits : digits.substring(0, dot));
        } catch (NumberFormatException unreadable) {
            return 0;
        }
    }
}
