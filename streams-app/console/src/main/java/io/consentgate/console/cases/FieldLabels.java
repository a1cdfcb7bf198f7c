// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.cases;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** Labels for field names, in Polish and English. */
public final class FieldLabels {

    private static final String BUNDLE = "io.consentgate.console.cases.fields";

    private FieldLabels() {}

    /**
     * The label of a field.
     *
     * @param path as in {@link EventField#path}
     * @return the path itself when there is no label
     */
    public static String label(String path, Locale locale) {
        ResourceBundle words = ResourceBundle.getBundle(
                BUNDLE, locale, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        try {
            return words.getString(path);
        } catch (MissingResourceException e) {
            return path;
        }
    }
}
