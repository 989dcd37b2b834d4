package io.weir.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys and certificates for one test class, made by the {@code openssl} program in a directory of the caller's. A test that
 * needs it is enabled if {@link #available}.
 */
public final class Certificates {

    /** What encrypted keys are encrypted with. */
    public static final String PASSWORD = "secret";

    private static final String EXTENSIONS = """
        [req]
        distinguished_name = dn
        [dn]
        [ca]
        basicConstraints = critical,CA:TRUE
        [leaf]
        basicConstraints = CA:FALSE
        [ca_config]
        database = %1$s/index.txt
        crlnumber = %1$s/crlnumber
        default_md = sha256
        default_crl_days = 30
        """;

    private final Path directory;

    public Certificates(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        write("openssl.cnf", EXTENSIONS.formatted(directory));
        write("index.txt", "");
        write("crlnumber", "01\n");
    }

    /** Whether {@code openssl} is on the path. */
    public static boolean available() {
        for (String path : System.getenv("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(path, "openssl"))) {
                return true;
            }
        }
        return false;
    }

    public Path path(String file) {
        return directory.resolve(file);
    }

    /** {@code NAME.key} and {@code NAME.crt} of an authority that everybody must be told to trust. */
    public Certificates root(String name) throws IOException, InterruptedException {
        key(name);
        return run(
                "req",
                "-x509",
                "-new",
                "-key",
                name + ".key",
                "-out",
                name + ".crt",
                "-days",
                "30",
                "-subj",
                "/CN=" + name,
                "-extensions",
                "ca",
                "-config",
                "openssl.cnf");
    }

    /** The same of one that another has signed. */
    public Certificates intermediate(String name, String issuer) throws IOException, InterruptedException {
        return issue(name, issuer, "/CN=" + name, "[ext]\nbasicConstraints = critical,CA:TRUE\n", "30");
    }

    /** {@code NAME.key} and {@code NAME.crt} that the issuer has signed. */
    public Certificates leaf(String name, String issuer, String subject, String alternatives)
            throws IOException, InterruptedException {
        return leaf(name, issuer, subject, alternatives, "30");
    }

    /** @param days for which it is valid; negative when that is over */
    public Certificates leaf(String name, String issuer, String subject, String alternatives, String days)
            throws IOException, InterruptedException {
        String names = alternatives.isEmpty() ? "" : "subjectAltName = " + alternatives + "\n";
        return issue(name, issuer, subject, "[ext]\nbasicConstraints = CA:FALSE\n" + names, days);
    }

    /** A certificate that its own key has signed. */
    public Certificates selfSigned(String name) throws IOException, InterruptedException {
        key(name);
        return run(
                "req",
                "-x509",
                "-new",
                "-key",
                name + ".key",
                "-out",
                name + ".crt",
                "-days",
                "30",
                "-subj",
                "/CN=" + name,
                "-extensions",
                "leaf",
                "-config",
                "openssl.cnf");
    }

    /** {@code NAME.crl}: the issuer's list, which has the certificates revoked so far. */
    public Certificates revocations(String name, String issuer) throws IOException, InterruptedException {
        return run(
                "ca",
                "-config",
                "openssl.cnf",
                "-name",
                "ca_config",
                "-gencrl",
                "-keyfile",
                issuer + ".key",
                "-cert",
                issuer + ".crt",
                "-out",
                name + ".crl");
    }

    public Certificates revoke(String name, String issuer) throws IOException, InterruptedException {
        return run(
                "ca",
                "-config",
                "openssl.cnf",
                "-name",
                "ca_config",
                "-revoke",
                name + ".crt",
                "-keyfile",
                issuer + ".key",
                "-cert",
                issuer + ".crt");
    }

    /** {@code NAME.chain}: certificates one after the other. */
    public Certificates chain(String name, String... certificates) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String certificate : certificates) {
            text.append(Files.readString(path(certificate + ".crt")));
        }
        return write(name + ".chain", text.toString());
    }

    /** A key of P-256 in SEC 1's form, which every test but that of the other forms uses. */
    public Certificates key(String name) throws IOException, InterruptedException {
        return run("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", name + ".key");
    }

    public Certificates write(String file, String text) throws IOException {
        Files.writeString(path(file), text);
        return this;
    }

    private Certificates issue(String name, String issuer, String subject, String extensions, String days)
            throws IOException, InterruptedException {
        key(name);
        write(name + ".ext", extensions);
        run("req", "-new", "-key", name + ".key", "-out", name + ".csr", "-subj", subject, "-config", "openssl.cnf");
        return run(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                issuer + ".crt",
                "-CAkey",
                issuer + ".key",
                "-CAcreateserial",
                "-out",
                name + ".crt",
                "-days",
                days,
                "-extfile",
                name + ".ext",
                "-extensions",
                "ext");
    }

    /** Runs {@code openssl} in the directory; fails with what it says. */
    public Certificates run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(command + " failed: " + output);
        }
        return this;
    }
}
