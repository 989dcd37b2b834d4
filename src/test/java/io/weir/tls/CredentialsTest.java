package io.weir.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.weir.testing.Certificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@EnabledIf("io.weir.testing.Certificates#available")
class CredentialsTest {

    @TempDir
    static Path directory;

    @BeforeAll
    static void makeKeys() throws Exception {
        String password = "pass:" + Certificates.PASSWORD;
        Certificates made = new Certificates(directory)
                .root("root")
                .leaf("ec", "root", "/CN=ec.test", "")
                .chain("ec", "ec", "root");
        made.run(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "rsa.key",
                "-out",
                "rsa.crt",
                "-subj",
                "/CN=rsa.test",
                "-config",
                "openssl.cnf");
        made.run("pkcs8", "-topk8", "-nocrypt", "-in", "ec.key", "-out", "ec8.key");
        made.run("pkcs8", "-topk8", "-in", "ec.key", "-out", "ec8.enc", "-passout", password);
        made.run("ec", "-in", "ec.key", "-aes256", "-out", "ec.enc", "-passout", password);
        made.run("rsa", "-in", "rsa.key", "-traditional", "-out", "rsa1.key");
        made.run("rsa", "-in", "rsa.key", "-traditional", "-aes128", "-out", "rsa1.enc", "-passout", password);
        made.run("rsa", "-in", "rsa.key", "-traditional", "-des3", "-out", "rsa1.des", "-passout", password);
        made.run("pkcs8", "-topk8", "-v2", "aes-128-cbc", "-in", "rsa.key", "-out", "rsa8.enc", "-passout", password);
        made.run("ecparam", "-name", "secp384r1", "-genkey", "-out", "params.key");
        made.run(
                "req",
                "-x509",
                "-new",
                "-key",
                "params.key",
                "-out",
                "params.crt",
                "-subj",
                "/CN=params.test",
                "-config",
                "openssl.cnf");
        made.write("none.pem", "nothing\n");
        made.write("broken.pem", "-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n");
        made.write("cut.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n");
    }

    private static Credentials load(String certificate, String key) throws CredentialsException {
        return Credentials.load(directory, certificate, key, List.of("wrong", Certificates.PASSWORD));
    }

    @ParameterizedTest
    @CsvSource({
        "ec.crt, ec.key, CN=ec.test",
        "ec.crt, ec8.key, CN=ec.test",
        "ec.crt, ec8.enc, CN=ec.test",
        "ec.crt, ec.enc, CN=ec.test",
        "rsa.crt, rsa.key, CN=rsa.test",
        "rsa.crt, rsa1.key, CN=rsa.test",
        "rsa.crt, rsa1.enc, CN=rsa.test",
        "rsa.crt, rsa1.des, CN=rsa.test",
        "rsa.crt, rsa8.enc, CN=rsa.test",
        "params.crt, params.key, CN=params.test"
    })
    void keysOfEveryFormAreRead(String certificate, String key, String subject) throws Exception {
        assertEquals(subject, load(certificate, key).toString());
    }

    @Test
    void theChainIsReadInItsOrder() throws Exception {
        List<String> subjects = load("ec.chain", "ec.key").chain().stream()
                .map(certificate -> certificate.getSubjectX500Principal().getName())
                .toList();
        assertEquals(List.of("CN=ec.test", "CN=root"), subjects);
    }

    @Test
    void pemMayStandInPlaceOfThePath() throws Exception {
        String certificate = "data:" + Files.readString(directory.resolve("ec.crt"));
        String key = "data:" + Files.readString(directory.resolve("ec.key"));
        assertEquals("CN=ec.test", load(certificate, key).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "none.crt, ec.key, cannot load certificate \"none.crt\": no such file",
        "none.pem, ec.key, cannot load certificate \"none.pem\": no start line: Expecting: CERTIFICATE",
        "broken.pem, ec.key, cannot load certificate \"broken.pem\": bad base64 decode",
        "cut.pem, ec.key, cannot load certificate \"cut.pem\": bad end line",
        "ec.crt, none.key, cannot load certificate key \"none.key\": no such file",
        "ec.crt, none.pem, cannot load certificate key \"none.pem\": no start line: Expecting: ANY PRIVATE KEY",
        "ec.crt, rsa.key, cannot load certificate key \"rsa.key\": key values mismatch",
        "ec.crt, root.key, cannot load certificate key \"root.key\": key values mismatch"
    })
    void whatCannotBeUsedIsToldWithItsFile(String certificate, String key, String message) {
        assertEquals(
                message,
                assertThrows(CredentialsException.class, () -> load(certificate, key))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec8.enc", "ec.enc"})
    void anEncryptedKeyNeedsItsPassword(String key) {
        assertEquals(
                "cannot load certificate key \"" + key + "\": bad decrypt",
                assertThrows(
                                CredentialsException.class,
                                () -> Credentials.load(directory, "ec.crt", key, List.of("wrong")))
                        .getMessage());
    }
}
