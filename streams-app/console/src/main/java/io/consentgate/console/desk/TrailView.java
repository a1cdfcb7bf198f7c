// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import java.util.List;

/**
 * A trail as its page shows it, from top to bottom. Words, codes and times are text in the reader's language; no text is escaped
 * yet. Public because templates are compiled into a package of their own.
 */
public record TrailView(String language, String title, String introduction, List<Chapter> chapters) {

    /** A case, or what was done about the person rather than a case. */
    public record Chapter(String heading, List<Passage> passages, List<Section> sections) {}

    /** A part of a chapter. */
    public record Section(String heading, List<Passage> passages) {}

    /** Sentences, and the tables that follow them. */
    public record Passage(List<String> sentences, List<Table> tables) {}

    /**
     * A table.
     *
     * @param header what its columns are called; empty when each row is a name and its value
     */
    public record Table(String caption, List<String> header, List<List<String>> rows) {}
}
