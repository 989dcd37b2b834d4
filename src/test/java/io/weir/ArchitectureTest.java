package io.weir;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What may use what. The table of imports is the design: a package that needs one more is a decision to be made here, not an
 * import to be added there.
 */
class ArchitectureTest {

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.weir");

    private static final JavaClasses TESTS = new ClassFileImporter()
            .withImportOption(new ImportOption.OnlyIncludeTests())
            .importPackages("io.weir");

    private static final String PARKS = "(java\\.lang\\.Thread|java\\.util\\.concurrent\\.TimeUnit)\\.sleep"
            + "|java\\.util\\.concurrent\\.locks\\.LockSupport\\.park(Nanos|Until)";

    /** Used everywhere and by no design: the JDK, and the annotations that say what may be null. */
    private static final List<String> GROUND = List.of("java..", "javax..", "jdk..", "org.jspecify..");

    /** Values of HTTP and its parser. Jetty's server is for administrators only; its client nobody uses. */
    private static final String JETTY_HTTP = "org.eclipse.jetty.http..";

    private static final String JETTY_BUFFERS = "org.eclipse.jetty.io";

    /**
     * @param name a package below io.weir; empty for io.weir itself
     * @param others the packages below io.weir that it may use; packages below these are not meant
     * @param libraries the libraries that it may use, as package patterns
     */
    private record Imports(String name, List<String> others, List<String> libraries) {

        static Imports of(String name, String... others) {
            return new Imports(name, List.of(others), List.of());
        }

        Imports with(String... more) {
            return new Imports(name, others, List.of(more));
        }

        @Override
        public String toString() {
            return name + " uses " + others + " and " + libraries;
        }
    }

    static Stream<Imports> imports() {
        return Stream.of(
                Imports.of("variable"),
                Imports.of("body"),
                Imports.of("time").with("org.slf4j.."),
                Imports.of("http").with(JETTY_HTTP, "org.eclipse.jetty.util"), // the index of known field names
                Imports.of("tls"),
                Imports.of("config", "tls", "variable")
                        .with("org.tomlj..", "org.antlr..", "org.slf4j..", "org.apache.commons.codec.digest"),
                Imports.of("log", "config", "variable").with("org.slf4j..", "ch.qos.logback.."),
                Imports.of("route", "config", "variable"),
                Imports.of("upstream", "config", "variable", "time").with("org.slf4j.."),
                Imports.of("connect", "config", "upstream", "time", "tls").with("org.slf4j.."),
                Imports.of("resolve", "config", "log", "time", "upstream").with("org.xbill.DNS.."),
                Imports.of("exchange", "body", "config", "http", "log", "route", "variable")
                        .with(JETTY_HTTP),
                Imports.of("protocol", "config", "exchange", "http").with(JETTY_HTTP),
                Imports.of("protocol.http", "protocol", "body", "config", "exchange", "http", "route", "variable")
                        .with(JETTY_HTTP),
                Imports.of("protocol.cgi", "protocol", "config", "exchange", "variable")
                        .with(JETTY_HTTP, "org.eclipse.jetty.util"), // letters of a byte string
                Imports.of("protocol.fastcgi", "protocol", "protocol.cgi", "config", "exchange"),
                Imports.of("protocol.memcached", "protocol", "config", "exchange", "http", "variable")
                        .with(JETTY_HTTP),
                Imports.of("protocol.scgi", "protocol", "protocol.cgi", "config", "exchange"),
                Imports.of("protocol.uwsgi", "protocol", "protocol.cgi", "config", "exchange"),
                Imports.of("response", "config", "exchange", "http", "log", "route", "variable")
                        .with(JETTY_HTTP),
                // The walk knows every step of it, but no protocol, nor who calls it, nor whose sockets it is about.
                Imports.of(
                                "forward",
                                "body",
                                "config",
                                "connect",
                                "exchange",
                                "http",
                                "log",
                                "protocol",
                                "resolve",
                                "response",
                                "route",
                                "time",
                                "tls",
                                "upstream",
                                "variable")
                        .with(JETTY_HTTP, JETTY_BUFFERS),
                Imports.of("files", "config", "exchange", "http", "log", "response", "route", "variable")
                        .with(JETTY_HTTP, JETTY_BUFFERS),
                Imports.of("limit", "config", "exchange", "time", "variable").with(JETTY_HTTP),
                Imports.of("access", "config", "exchange", "http", "limit", "variable")
                        .with(JETTY_HTTP, "org.apache.commons.codec.digest"),
                Imports.of(
                                "phase",
                                "access",
                                "body",
                                "config",
                                "exchange",
                                "files",
                                "forward",
                                "limit",
                                "log",
                                "response",
                                "route",
                                "variable")
                        .with(JETTY_HTTP),
                Imports.of("server", "body", "config", "exchange", "http", "log", "phase", "route", "time")
                        .with(JETTY_HTTP, "org.slf4j.."),
                Imports.of(
                        "health",
                        "body",
                        "config",
                        "connect",
                        "exchange",
                        "log",
                        "protocol",
                        "protocol.http",
                        "time",
                        "tls",
                        "upstream"),
                Imports.of("admin", "config", "upstream")
                        .with(
                                "org.eclipse.jetty.server..",
                                "org.eclipse.jetty.util..",
                                JETTY_HTTP,
                                JETTY_BUFFERS,
                                "org.slf4j.."),
                // Wires everything, so it may use everything but those who start it.
                Imports.of(
                                "",
                                "admin",
                                "body",
                                "config",
                                "connect",
                                "exchange",
                                "files",
                                "forward",
                                "health",
                                "limit",
                                "log",
                                "phase",
                                "protocol",
                                "protocol.fastcgi",
                                "protocol.http",
                                "protocol.memcached",
                                "protocol.scgi",
                                "protocol.uwsgi",
                                "resolve",
                                "route",
                                "server",
                                "time",
                                "upstream")
                        .with(JETTY_BUFFERS),
                Imports.of("cli", "", "config", "http")
                        .with("picocli..", "org.slf4j..", "ch.qos.logback..", "sun.misc"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("imports")
    void packageUsesOnlyWhatItMay(Imports imports) {
        List<String> allowed = new ArrayList<>(GROUND);
        allowed.addAll(imports.libraries());
        allowed.add(packageName(imports.name()));
        imports.others().forEach(other -> allowed.add(packageName(other)));
        DescribedPredicate<JavaClass> primitiveOrArray = DescribedPredicate.describe(
                "has no package", type -> type.getPackageName().isEmpty());
        classes()
                .that()
                .resideInAPackage(packageName(imports.name()))
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(allowed.toArray(String[]::new)).or(primitiveOrArray))
                .check(MAIN);
    }

    private static String packageName(String name) {
        return name.isEmpty() ? "io.weir" : "io.weir." + name;
    }

    @Test
    void everyPackageHasItsRow() {
        Set<String> rows = imports().map(row -> packageName(row.name())).collect(Collectors.toSet());
        Set<String> packages = MAIN.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertEquals(rows, packages);
    }

    /**
     * Three packages own sockets: one the clients', one the peers', one the name servers'. All others see bytes and outcomes; the classes of Java that
     * choose keys for TLS name sockets in their methods.
     */
    @Test
    void onlyServerConnectAndResolveTouchSockets() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.weir.server", "io.weir.connect", "io.weir.resolve", "io.weir.tls")
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.(nio\\.channels\\.(Server)?SocketChannel|net\\.(Server)?Socket)")
                .check(MAIN);
    }

    @Test
    void onlyServerAccepts() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.weir.server")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ServerSocketChannel.class)
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.weir.(*)..").should().beFreeOfCycles().check(MAIN);
    }

    /** Every request is a new thread: a thread-local is garbage at best. */
    @Test
    void nobodyUsesThreadLocals() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ThreadLocal.class)
                .check(MAIN);
    }

    /** A timed park costs a third of a whole request; time-outs come from the ticker, which is all that may park so. */
    @Test
    void nobodyButTheTickerParksForATime() {
        JavaClasses others = MAIN.that(DescribedPredicate.not(resideInAPackage("io.weir.time..")));
        never(
                others,
                "Thread.sleep, LockSupport.parkNanos, setSoTimeout",
                call -> Pattern.matches(PARKS + "|.*\\.setSoTimeout", nameOf(call)));
    }

    @Test
    void nobodyUsesFutures() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(CompletableFuture.class)
                .check(MAIN);
    }

    /** Order in a test comes from what happened, never from time that passed. */
    @Test
    void testsDoNotSleep() {
        never(TESTS, "Thread.sleep, LockSupport.parkNanos", call -> Pattern.matches(PARKS, nameOf(call)));
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)")
                .orShould()
                .haveNameMatching(".*\\.Abstract[^.]*")
                .check(MAIN);
    }

    @Test
    void everyPackageSaysWhatMayBeNull() {
        List<String> unmarked = new ArrayList<>();
        for (JavaPackage javaPackage : MAIN.getPackage("io.weir").getSubpackagesInTree()) {
            boolean empty = javaPackage.getClasses().isEmpty();
            if (!empty && javaPackage.tryGetAnnotationOfType(NullMarked.class).isEmpty()) {
                unmarked.add(javaPackage.getName());
            }
        }
        assertTrue(unmarked.isEmpty(), () -> "no @NullMarked in package-info.java of " + unmarked);
    }

    private static void never(JavaClasses where, String what, Predicate<JavaCall<?>> is) {
        noClasses()
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe("is " + what, is))
                .check(where);
    }

    private static String nameOf(JavaCall<?> call) {
        return call.getTargetOwner().getName() + "." + call.getName();
    }
}
