package io.weir.access;

import io.weir.config.AccessSettings.Basic;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.http.BasicCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.jspecify.annotations.Nullable;

/** {@code auth_basic}: {@code ngx_http_auth_basic_handler}. The file of users is read for each request, as in nginx. */
final class BasicAuthentication {

    private final ExchangeLog log;

    BasicAuthentication(ExchangeLog log) {
        this.log = log;
    }

    /** Blocks while the file is read. */
    Verdict check(Exchange exchange, @Nullable Basic settings) {
        if (settings == null) {
            return Verdict.SILENT;
        }
        String realm = settings.realm().evaluate(exchange);
        if (realm.equals("off")) {
            return Verdict.SILENT;
        }
        BasicCredentials given =
                BasicCredentials.of(exchange.downstream().fields().get(HttpHeader.AUTHORIZATION));
        if (given == null) {
            log.info(exchange, "no user/password was provided for basic authentication");
            return challenge(exchange, realm);
        }
        String file = settings.userFile().evaluate(exchange);
        try {
            return check(exchange, given, realm, file.startsWith("/") ? file : settings.directory() + file);
        } catch (InvalidPathException notAPath) {
            log.crit(exchange, "open() \"" + file + "\" failed (22: Invalid argument)");
            return Verdict.FAILED;
        }
    }

    private Verdict check(Exchange exchange, BasicCredentials given, String realm, String file) {
        String users;
        try {
            users = Files.readString(Path.of(text(file)), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            log.error(exchange, "open() \"" + file + "\" failed (2: No such file or directory)");
            return Verdict.FORBIDDEN;
        } catch (IOException unreadable) {
            log.crit(exchange, "open() \"" + file + "\" failed (" + unreadable.getMessage() + ")");
            return Verdict.FAILED;
        }
        String stored = stored(users, given.user());
        if (stored == null) {
            log.error(exchange, "user \"" + given.user() + "\" was not found in \"" + file + "\"");
            return challenge(exchange, realm);
        }
        return switch (Passwords.check(given.password(), stored)) {
            case MATCH -> Verdict.ALLOWED;
            case MISMATCH -> {
                log.error(exchange, "user \"" + given.user() + "\": password mismatch");
                yield challenge(exchange, realm);
            }
            case UNKNOWN_METHOD -> {
                log.crit(exchange, "crypt_r() failed (22: Invalid argument)");
                yield Verdict.FAILED;
            }
        };
    }

    /** File names of a request are byte strings; the file system's are text. */
    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** The password of the first line {@code user:password[:anything]} of that user; null when there is none. */
    static @Nullable String stored(String users, String user) {
        for (String line : users.split("\n")) {
            if (line.startsWith(user)
                    && line.length() > user.length()
                    && line.charAt(user.length()) == ':'
                    && !line.startsWith("#")) {
                String rest = line.substring(user.length() + 1);
                int end = 0;
                while (end < rest.length() && rest.charAt(end) != ':' && rest.charAt(end) != '\r') {
                    end++;
                }
                return rest.substring(0, end);
            }
        }
        return null;
    }

    private static Verdict challenge(Exchange exchange, String realm) {
        exchange.course().carry(new HttpField(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"" + realm + "\""));
        return Verdict.UNAUTHORIZED;
    }
}
