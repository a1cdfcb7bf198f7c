// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.staticfiles.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

/** Scripts and styles, all from the class path: nothing is fetched from anybody else. */
final class Assets {

    /** Changes the assets' addresses whenever they may have changed, so that browsers may keep them. */
    static final String VERSION = Long.toString(System.currentTimeMillis() / 1000, 36);

    private static final Map<String, String> CACHED = Map.of("Cache-Control", "private, max-age=86400");

    private Assets() {}

    static void serve(JavalinConfig config) {
        add(config, "/assets", "/io/consentgate/console/assets");
        add(config, "/assets/htmx", webjar("htmx.org") + "/dist");
        add(config, "/assets/sse", webjar("htmx-ext-sse"));
    }

    private static void add(JavalinConfig config, String path, String folder) {
        config.staticFiles.add(files -> {
            files.hostedPath = path;
            files.directory = folder;
            files.location = Location.CLASSPATH;
            files.headers = CACHED;
            files.roles = Set.of(Access.OPEN);
        });
    }

    /** A webjar's folder has its version in its name; the version is the build's to choose. */
    private static String webjar(String artifact) {
        String resource = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
        try (InputStream file = Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource)) {
            Properties properties = new Properties();
            properties.load(file);
            return "/META-INF/resources/webjars/" + artifact + "/" + properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + resource, e);
        }
    }
}
