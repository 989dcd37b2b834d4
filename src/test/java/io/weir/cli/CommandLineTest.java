package io.weir.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.testing.JavaProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the commands print, and how they exit. */
@Timeout(60)
class CommandLineTest {

    private static final String GOOD = "[[server]]\nlisten = \"127.0.0.1:0\"\nreturn = [200, \"hello\"]\n";

    @TempDir
    Path home;

    @Test
    void checkOfAGoodFileSaysOk() throws Exception {
        try (JavaProcess check = JavaProcess.weir("check", config(GOOD))) {
            assertEquals(0, check.awaitExit(), () -> check.err().toString());
            assertEquals(List.of("ok"), check.out());
            assertEquals(List.of(), check.err());
        }
    }

    @Test
    void checkNamesEveryMistakeWithItsPlace() throws Exception {
        String file = config("[[server]]\nlisten = \"127.0.0.1:0\"\nretrun = 204\nsend_timeout = \"soon\"\n");
        try (JavaProcess check = JavaProcess.weir("check", file)) {
            assertEquals(1, check.awaitExit());
            assertEquals(List.of(), check.out());
            assertEquals(2, check.err().size(), () -> check.err().toString());
            assertTrue(check.err().get(0).contains("config.toml:3:1: unknown key \"retrun\""), check.err()::toString);
            assertTrue(check.err().get(1).contains("config.toml:4:"), check.err()::toString);
        }
    }

    @Test
    void runWithABadFileNamesTheMistakeToo() throws Exception {
        try (JavaProcess run = JavaProcess.weir("run", config("nothing = 1\n"))) {
            assertEquals(1, run.awaitExit());
            assertTrue(run.err().getFirst().contains("config.toml:1:1: unknown key \"nothing\""), run.err()::toString);
        }
    }

    @Test
    void fileThatIsNotThereIsAMistake() throws Exception {
        try (JavaProcess check =
                JavaProcess.weir("check", home.resolve("none.toml").toString())) {
            assertEquals(1, check.awaitExit());
            assertTrue(check.err().getFirst().contains("none.toml"), check.err()::toString);
        }
    }

    @Test
    void unknownOptionGetsTheUsage() throws Exception {
        try (JavaProcess weir = JavaProcess.weir("--nonsense")) {
            assertEquals(1, weir.awaitExit());
            assertTrue(weir.err().stream().anyMatch(line -> line.startsWith("Usage: weir")), weir.err()::toString);
        }
    }

    @Test
    void addressInUseIsSaid() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JavaProcess run = JavaProcess.weir("run", config(GOOD.replace(":0", ":" + taken.getLocalPort())))) {
            assertEquals(1, run.awaitExit());
            assertTrue(
                    run.err().getFirst().contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()),
                    run.err()::toString);
        }
    }

    @Test
    void olderJdkIsToldWhatIsMissing() throws Exception {
        Path jdk = jdk17();
        Assumptions.assumeTrue(jdk != null, "there is no JDK 17");
        try (JavaProcess weir = JavaProcess.onOtherJdk(jdk, "run", config(GOOD))) {
            assertEquals(1, weir.awaitExit());
            assertTrue(
                    weir.err().getFirst().startsWith("Weir needs Java 25 or newer; this is 17"), weir.err()::toString);
            assertEquals(1, weir.err().size());
        }
    }

    private static Path jdk17() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return null;
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(home -> home.getFileName().toString().contains("17"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .findFirst()
                    .orElse(null);
        }
    }

    private String config(String toml) throws IOException {
        String logs = "access_log = \"off\"\nerror_log = \"stderr\"\n";
        boolean bad = !toml.startsWith("[[server]]") || toml.contains("retrun");
        return Files.writeString(home.resolve("config.toml"), bad ? toml : logs + toml)
                .toString();
    }
}
