package io.weir.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build, as the {@code Server} field and the banner tell it. */
public final class ProductVersion {

    public static final String VALUE = read();

    private ProductVersion() {}

    private static String read() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("/io/weir/version.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException unreadable) {
            return "unknown";
        }
    }
}
