// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy;

import java.util.List;
import java.util.Set;

/** What stands where a person is to be named and says that it was none (WP251 rev.01, IV.A). */
public final class MachineName {

    /** In plain words; see {@link PlainWords}. */
    private static final Set<String> WORDS = Set.of(
            "account",
            "ai",
            "algorithm",
            "algorytm",
            "api",
            "auto",
            "automat",
            "automatic",
            "automatically",
            "automated",
            "automation",
            "automatyczna",
            "automatyczne",
            "automatycznie",
            "automatyczny",
            "batch",
            "bot",
            "chatbot",
            "computer",
            "cron",
            "decision",
            "engine",
            "inteligencja",
            "job",
            "komputer",
            "konto",
            "machine",
            "maszyna",
            "ml",
            "model",
            "process",
            "proces",
            "robot",
            "rpa",
            "scheduler",
            "score",
            "scoring",
            "script",
            "service",
            "silnik",
            "skrypt",
            "system",
            "systemowe",
            "systemowy",
            "sztuczna",
            "techniczne",
            "techniczny",
            "technical",
            "user",
            "uzytkownik");

    private MachineName() {}

    /** Whether all that a reference says is that a machine was at work. */
    public static boolean is(String reference) {
        List<String> words = PlainWords.of(reference);
        return !words.isEmpty() && WORDS.containsAll(words);
    }
}
