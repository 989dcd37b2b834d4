package io.weir.config;

import io.weir.config.TlsSettings.ComputedCredentials;
import io.weir.tls.CipherList;
import io.weir.tls.Credentials;
import io.weir.tls.CredentialsException;
import io.weir.tls.PeerTrust;
import io.weir.variable.Template;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code *_ssl_*} directives of one handler module: those of a client of TLS servers. */
final class TlsReader {

    private static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    /** Older ones than these Java does not have; nginx without them in its OpenSSL passes over the words, too. */
    private static final List<String> PROTOCOLS = List.of("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");

    private static final List<String> TOO_OLD = List.of("SSLv2", "SSLv3");

    private final Level level;
    private final Reading reading;
    private final String prefix;
    private final Map<String, Value.Scalar> commands;

    /** @param module as directives begin: {@code proxy} */
    TlsReader(Level level, String module) {
        this.level = level;
        this.reading = level.reading();
        this.prefix = module + "_ssl_";
        this.commands = commands();
    }

    /**
     * Checks every value, and reads files if they are needed. Blocks for the disk.
     *
     * @param needed whether the location proxies to TLS servers, or may
     * @return null when it does not
     */
    @Nullable
    TlsSettings read(boolean needed) {
        List<String> protocols = protocols();
        // Without need nor word of them Java's TLS is not even loaded: it is a tenth of a second of the start.
        boolean named = level.find(prefix + "ciphers") != null || commands.containsKey("CipherString");
        List<String> ciphers = needed || named ? ciphers() : List.of();
        int depth = level.number(prefix + "verify_depth", 0, 1);
        boolean verify = level.flag(prefix + "verify", false);
        boolean serverName = level.flag(prefix + "server_name", false);
        boolean reuse = level.flag(prefix + "session_reuse", true);
        Template name = template("name");
        if (!needed) {
            return null;
        }
        Source certificate = source("certificate", "Certificate");
        Source key = certificate == null ? null : key(certificate);
        List<String> passwords = certificate == null ? List.of() : passwords();
        boolean computed = key != null && (certificate.hasVariables() || key.hasVariables());
        return new TlsSettings(
                protocols,
                ciphers,
                computed || key == null ? null : load(certificate, key, passwords),
                computed ? computed(certificate, key, passwords) : null,
                name,
                serverName,
                reuse,
                verify ? trust(depth) : null);
    }

    /** A file that a certificate or a key comes from. */
    private record Source(Place place, String text) {
        boolean hasVariables() {
            return text.indexOf('$') >= 0;
        }
    }

    /** {@code _conf_command}: OpenSSL's own settings, of which those that mean something here are known. */
    private Map<String, Value.Scalar> commands() {
        Map<String, Value.Scalar> found = new LinkedHashMap<>();
        Setting setting = level.find(prefix + "conf_command");
        if (setting == null) {
            return found;
        }
        List<Value> values = setting.value().list();
        boolean one = values.stream().allMatch(Value.Scalar.class::isInstance);
        for (Value line : one ? List.of(setting.value()) : values) {
            List<Value> words = line.list();
            if (words.size() != 2
                    || !(words.get(0) instanceof Value.Scalar command)
                    || !(words.get(1) instanceof Value.Scalar value)) {
                reading.invalid(setting.key(), line, "[command, value]");
            } else if (List.of("Certificate", "PrivateKey", "CipherString").contains(command.text())) {
                found.put(command.text(), value);
            } else {
                reading.mistake(
                        command.place(),
                        "\"" + command.text() + "\" in \"" + setting.key()
                                + "\" is not supported, only Certificate, PrivateKey and CipherString");
            }
        }
        return found;
    }

    private List<String> protocols() {
        Setting setting = level.find(prefix + "protocols");
        if (setting == null) {
            return DEFAULT_PROTOCOLS;
        }
        List<String> protocols = new ArrayList<>();
        for (Value.Scalar word : level.words(setting)) {
            if (PROTOCOLS.contains(word.text())) {
                protocols.add(word.text());
            } else if (!TOO_OLD.contains(word.text())) {
                reading.invalid(setting.key(), word, "one of SSLv2, SSLv3, " + String.join(", ", PROTOCOLS));
                return DEFAULT_PROTOCOLS;
            }
        }
        if (protocols.isEmpty()) {
            reading.mistake(setting.value().place(), "no protocol of \"" + setting.key() + "\" is supported");
            return DEFAULT_PROTOCOLS;
        }
        return List.copyOf(protocols);
    }

    private List<String> ciphers() {
        Setting setting = level.find(prefix + "ciphers");
        Value.Scalar command = commands.get("CipherString");
        String list = command != null ? command.text() : setting == null ? null : level.text(setting);
        if (list == null) {
            return CipherList.parse("DEFAULT");
        }
        try {
            return CipherList.parse(list);
        } catch (IllegalArgumentException e) {
            Place place = command != null ? command.place() : setting.value().place();
            reading.mistake(place, "SSL_CTX_set_cipher_list(\"" + list + "\") failed: " + e.getMessage());
            return CipherList.parse("DEFAULT");
        }
    }

    private @Nullable Template template(String suffix) {
        Setting setting = level.find(prefix + suffix);
        String text = setting == null ? null : level.text(setting);
        return setting == null || text == null
                ? null
                : reading.template(setting.value().place(), text);
    }

    /** @return null when it is absent, empty (which takes back what an outer level sets) or a mistake */
    private @Nullable Source source(String suffix, String command) {
        Value.Scalar commanded = commands.get(command);
        if (commanded != null) {
            return new Source(commanded.place(), commanded.text());
        }
        Setting setting = level.find(prefix + suffix);
        String text = setting == null ? null : level.text(setting);
        return setting == null || text == null || text.isEmpty()
                ? null
                : new Source(setting.value().place(), text);
    }

    private @Nullable Source key(Source certificate) {
        Source key = source("certificate_key", "PrivateKey");
        if (key == null) {
            reading.mistake(
                    certificate.place(),
                    "no \"" + prefix + "certificate_key\" is defined for certificate \"" + certificate.text() + "\"");
        }
        return key;
    }

    private @Nullable Credentials load(Source certificate, Source key, List<String> passwords) {
        try {
            return Credentials.load(directory(certificate), certificate.text(), key.text(), passwords);
        } catch (CredentialsException e) {
            reading.mistake(certificate.place(), e.getMessage());
            return null;
        }
    }

    private ComputedCredentials computed(Source certificate, Source key, List<String> passwords) {
        return new ComputedCredentials(
                reading.template(certificate.place(), certificate.text()),
                reading.template(key.place(), key.text()),
                directory(certificate),
                passwords);
    }

    private Path directory(Source source) {
        return reading.path(source.place(), "");
    }

    private List<String> passwords() {
        Source file = source("password_file", "");
        if (file == null) {
            return List.of();
        }
        try {
            return Files.readAllLines(reading.path(file.place(), file.text()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            reading.mistake(file.place(), "\"" + file.text() + "\" cannot be read");
            return List.of();
        }
    }

    private @Nullable PeerTrust trust(int depth) {
        Source trusted = source("trusted_certificate", "");
        if (trusted == null) {
            Setting verify = level.find(prefix + "verify");
            Place place =
                    verify == null ? level.block().place() : verify.value().place();
            reading.mistake(place, "no " + prefix + "trusted_certificate for " + prefix + "verify");
            return null;
        }
        Source crl = source("crl", "");
        Source read = trusted;
        try {
            List<X509Certificate> anchors = Credentials.certificates(directory(trusted), trusted.text());
            List<X509CRL> lists = null;
            if (crl != null) {
                read = crl;
                lists = Credentials.revocations(directory(crl), crl.text());
            }
            return new PeerTrust(anchors, lists, depth);
        } catch (CredentialsException e) {
            reading.mistake(read.place(), e.getMessage());
            return null;
        }
    }
}
