package io.weir.protocol;

import io.weir.testing.PeerProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The installed PHP FastCGI server, on the Unix socket {@code fpm.sock}. */
final class PhpFpmProcess {

    private static final String CONFIG = """
        [global]
        daemonize = no
        error_log = %1$s/fpm.log
        [www]
        listen = %1$s/fpm.sock
        pm = static
        pm.max_children = 2
        %2$s
        php_admin_value[post_max_size] = 64M
        php_admin_value[log_errors] = on
        php_admin_value[memory_limit] = 256M
        """;

    private PhpFpmProcess() {}

    static boolean installed() {
        return PeerProgram.find("php-fpm*") != null;
    }

    /** Blocks until it listens. */
    static PeerProgram start(Path directory) throws Exception {
        Path config = directory.resolve("fpm.conf");
        String user = PeerProgram.asRoot() ? "user = root\ngroup = root" : "";
        Files.writeString(config, CONFIG.formatted(directory, user));
        List<String> command =
                new ArrayList<>(List.of(PeerProgram.find("php-fpm*").toString(), "-n", "-F", "-y", config.toString()));
        if (PeerProgram.asRoot()) {
            command.add("-R");
        }
        return PeerProgram.start(directory, "fpm.sock", command);
    }
}
