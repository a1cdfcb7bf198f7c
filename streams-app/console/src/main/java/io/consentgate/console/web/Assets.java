// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Scripts and styles, a fixed list, read once from the class path. Pages load nothing from other hosts, and no other
 * file of the class path can be read.
 */
final class Assets {

    private static final String OURS = "/io/consentgate/console/assets/";
    private static final Map<String, Asset> ASSETS = new LinkedHashMap<>();

    static {
        ASSETS.put("console.css", new Asset("text/css; charset=utf-8", read(OURS + "console.css")));
        ASSETS.put("console.js", new Asset("text/javascript; charset=utf-8", read(OURS + "console.js")));
        ASSETS.put("icon.svg", new Asset("image/svg+xml", read(OURS + "icon.svg")));
        ASSETS.put(
                "htmx.js", new Asset("text/javascript; charset=utf-8", read(webjar("htmx.org") + "/dist/htmx.min.js")));
        ASSETS.put("sse.js", new Asset("text/javascript; charset=utf-8", read(webjar("htmx-ext-sse") + "/sse.js")));
    }

    /** Changes with the assets, so that browsers may cache them without limit. */
    static final String VERSION = Integer.toHexString(ASSETS.values().stream()
            .mapToInt(asset -> Arrays.hashCode(asset.bytes))
            .reduce(1, (all, one) -> 31 * all + one));

    private Assets() {}

    static void serve(Context context) {
        Asset asset = ASSETS.get(context.pathParam("name"));
        if (asset == null) {
            throw new NotFoundResponse();
        }
        context.contentType(asset.type)
                .header("Cache-Control", "private, max-age=31536000, immutable")
                .result(asset.bytes);
    }

    /** A webjar's folder name contains its version, which the build chooses. */
    private static String webjar(String artifact) {
        Properties properties = new Properties();
        String resource = "/META-INF/maven/org.webjars.npm/" + artifact + "/pom.properties";
        try (InputStream file = open(resource)) {
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + resource, e);
        }
        return "/META-INF/resources/webjars/" + artifact + "/" + properties.getProperty("version");
    }

    private static byte[] read(String resource) {
        try (InputStream file = open(resource)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("Reading " + resource, e);
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(Assets.class.getResourceAsStream(resource), resource);
    }

    /** Not a record: assets are never compared. */
    private static final class Asset {

        private final String type;
        private final byte[] bytes;

        Asset(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }
    }
}
