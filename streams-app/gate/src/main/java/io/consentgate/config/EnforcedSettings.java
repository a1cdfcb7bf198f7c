// SPDX-License-Identifier: Apache-2.0
package io.consentgate.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.RecordComponent;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A short digest of the settings enforced on reviewers and events. The gate writes its digest on its output. A console
 * with other settings sees the difference, and knows that it displays wrong rules.
 */
public final class EnforcedSettings {

    private static final int LENGTH = 16;

    private EnforcedSettings() {}

    /**
     * Sixteen hexadecimal digits. Equal for equal {@code policy}, {@code clearance} and {@code review} settings; the
     * console's own settings do not count.
     */
    public static String digest(GateConfig config) {
        String settings = Stream.of(config.policy(), config.clearance(), config.review())
                .map(EnforcedSettings::written)
                .collect(Collectors.joining("\n"));
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(settings.getBytes(UTF_8)))
                    .substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Sorts sets, because their iteration order is not stable. */
    private static String written(@Nullable Object value) {
        if (value instanceof Record settings) {
            return settings.getClass().getSimpleName()
                    + Arrays.stream(settings.getClass().getRecordComponents())
                            .filter(component -> component.getType() != GateConfig.Console.class)
                            .map(component -> component.getName() + "=" + written(valueOf(settings, component)))
                            .toList();
        }
        if (value instanceof Collection<?> many) {
            return new TreeSet<>(many.stream().map(EnforcedSettings::written).toList()).toString();
        }
        return String.valueOf(value);
    }

    private static @Nullable Object valueOf(Record settings, RecordComponent component) {
        try {
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record can be read: " + component, e);
        }
    }
}
