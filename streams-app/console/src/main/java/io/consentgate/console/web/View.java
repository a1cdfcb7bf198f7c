// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CasePart;
import io.consentgate.console.cases.Classification;
import io.consentgate.console.cases.FieldLabels;
import io.consentgate.console.cases.RecordedLaw;
import io.consentgate.console.cases.Reviewer;
import io.consentgate.console.cases.Role;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.console.cases.VerdictOutcome;
import io.consentgate.console.identity.Staff;
import io.consentgate.policy.Rule;
import io.consentgate.policy.RuleDescription;
import io.consentgate.policy.rules.Catalogue;
import io.consentgate.review.rules.VerdictRules;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every page needs besides its own content: language, reader, addresses.
 *
 * @param base prefix of every path
 * @param path of this page, with its query, without the base; for the language switch
 * @param staff null when no person is signed in
 * @param token included in forms; empty when no person is signed in
 * @param demo whether the people here are invented
 */
public record View(
        Texts texts,
        Language language,
        ZoneId zone,
        Instant now,
        String base,
        String path,
        @Nullable Staff staff,
        String token,
        SessionTimes times,
        boolean shortcuts,
        boolean demo,
        String version) {

    private static final Pattern MOMENT = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T.*Z");

    /** Finds a symbol of the contract, or a time, within a sentence. */
    private static final Pattern SYMBOL = Pattern.compile("\\b[A-Z][A-Z_]+\\b|\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z");

    /** Rules on events and on verdicts. */
    private static final Map<String, RuleDescription> RULES = Stream.concat(
                    Catalogue.rules().stream(), VerdictRules.all().stream())
            .map(Rule::description)
            .collect(Collectors.toMap(
                    rule -> rule.code().code(), rule -> rule, (one, other) -> one, LinkedHashMap::new));

    /** Remaining time of the session without further actions, and the time of the warning before its end. */
    public record SessionTimes(Duration left, Duration warning) {}

    /** A text in the reader's language. */
    public String t(String key, Object... arguments) {
        return texts.say(key, arguments);
    }

    /**
     * The text for a word of the contract or of the console, such as an outcome; the word itself when there is no text.
     */
    public String word(String group, @Nullable Object word) {
        if (word == null) {
            return t("none");
        }
        String key = group + "." + word;
        return texts.has(key) ? texts.say(key) : word.toString();
    }

    public String lang() {
        return language.tag();
    }

    public Locale locale() {
        return language.locale();
    }

    public Language otherLanguage() {
        return language.other();
    }

    /**
     * An address of the console, with each part of the path after the first encoded: {@code url("/cases/", id,
     * "/claim")}.
     */
    public String url(String path, String... rest) {
        StringBuilder address = new StringBuilder(base).append(path);
        for (int i = 0; i < rest.length; i++) {
            address.append(i % 2 == 0 ? encode(rest[i]) : rest[i]);
        }
        return address.toString();
    }

    static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The target of the language switch: this page, in the other language. */
    public String inOtherLanguage() {
        return base + path + (path.contains("?") ? "&" : "?") + "lang="
                + language.other().tag();
    }

    public String date(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(language.locale())
                .withZone(zone)
                .format(instant);
    }

    /** With seconds, for consecutive events. */
    public String moment(Instant instant) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM)
                .withLocale(language.locale())
                .withZone(zone)
                .format(instant);
    }

    /** In ISO 8601, for {@code <time datetime>}. */
    public String machine(Instant instant) {
        return instant.toString();
    }

    /** Time since then, in its largest unit. */
    public String age(Instant since) {
        return span(Duration.between(since, now));
    }

    /** A duration in its largest unit: days, hours, minutes or seconds. */
    public String span(Duration duration) {
        Duration length = duration.abs();
        if (length.toDays() > 0) {
            return t("span.days", length.toDays());
        }
        if (length.toHours() > 0) {
            return t("span.hours", length.toHours());
        }
        if (length.toMinutes() > 0) {
            return t("span.minutes", length.toMinutes());
        }
        return t("span.seconds", length.toSeconds());
    }

    /** A deadline relative to now: in 2 days, or 3 hours ago. */
    public String until(Instant deadline) {
        return deadline.isAfter(now)
                ? t("span.in", span(Duration.between(now, deadline)))
                : t("span.ago", age(deadline));
    }

    /** How near a deadline is, as a style. */
    public String urgency(@Nullable Instant deadline) {
        if (deadline == null) {
            return "none";
        }
        Duration left = Duration.between(now, deadline);
        return left.isNegative() ? "past" : left.compareTo(Duration.ofHours(4)) < 0 ? "near" : "far";
    }

    public boolean is(Role role) {
        return staff != null && staff.reviewer().has(role);
    }

    public boolean decides() {
        return staff != null && staff.reviewer().mayDecide();
    }

    public boolean confirms() {
        return is(Role.SECOND_REVIEWER);
    }

    public boolean oversees() {
        return is(Role.SECOND_REVIEWER) || is(Role.AUDITOR);
    }

    /** The signed-in reviewer; only for pages that require one. */
    public Reviewer reviewer() {
        return Objects.requireNonNull(staff).reviewer();
    }

    /** A shortcut's key. Null, which omits the attribute, when the reader has switched shortcuts off. */
    public @Nullable String key(String key) {
        return shortcuts ? key : null;
    }

    public String number(long number) {
        return t("number", number);
    }

    public String percent(double share) {
        return t("percent", share);
    }

    /** A rule's text without the deciding fields; the code if this version does not know the rule. */
    public String rule(String code) {
        RuleDescription rule = RULES.get(code);
        if (rule == null) {
            return code;
        }
        return rule.text(language.ofRules());
    }

    /** A recorded finding's text, without the deciding fields in brackets. */
    public String sentence(RuleFinding finding) {
        String text = finding.text(locale());
        return text.substring(0, sentenceEnd(text));
    }

    /** The deciding fields of a recorded finding, in words; empty when the record names none. */
    public String decidedBy(RuleFinding finding) {
        String text = finding.text(locale());
        int end = sentenceEnd(text);
        return end == text.length()
                ? ""
                : SYMBOL.matcher(text.substring(end + 2, text.length() - 1))
                        .replaceAll(symbol -> Matcher.quoteReplacement(value(symbol.group())));
    }

    /** Every rule's text is one sentence, followed by the deciding fields in brackets. */
    private static int sentenceEnd(String text) {
        int end = text.indexOf(". (");
        return end < 0 || !text.endsWith(")") ? text.length() : end + 1;
    }

    /** When the event itself breaks rules, only these are shown: the refusal of the verdict follows from them. */
    public List<RuleFinding> ofTheEvent(List<RuleFinding> findings) {
        List<RuleFinding> ofEvent = findings.stream()
                .filter(finding -> !finding.rule().startsWith("REV-"))
                .toList();
        return ofEvent.isEmpty() ? findings : ofEvent;
    }

    /** Provisions, as lawyers of this language cite them. */
    public String law(String law) {
        return RecordedLaw.in(law, language.ofRules());
    }

    /**
     * The address of a rule's explanation.
     *
     * @param jurisdiction whose law judges the event; null when unknown
     */
    public String ruleAddress(String code, @Nullable String jurisdiction) {
        return url("/rules") + (jurisdiction == null ? "" : "?jurisdiction=" + encode(jurisdiction)) + "#"
                + encode(code);
    }

    /** The label of a field of the contract. */
    public String label(String path) {
        return FieldLabels.label(path, locale());
    }

    /** A value of the contract for display: times in the console's zone, symbols in words, other values unchanged. */
    public String value(String value) {
        if (MOMENT.matcher(value).matches()) {
            try {
                return date(Instant.parse(value));
            } catch (DateTimeParseException e) {
                return value;
            }
        }
        return word("value", value);
    }

    /** The labels that a verdict corrects besides purpose and effects, in words. */
    public List<RestatedLabel> restated(Classification truth) {
        List<RestatedLabel> restated = new ArrayList<>();
        addRestated(restated, truth, TruthDraft.COMMERCIAL_CONTENT, "commercialContent", truth.commercialContent());
        addRestated(restated, truth, TruthDraft.IN_CAMPAIGN, "campaignId", truth.inCampaign());
        addRestated(restated, truth, TruthDraft.IN_AUDIENCE, "audienceId", truth.inAudience());
        addRestated(restated, truth, TruthDraft.JURISDICTION, "jurisdiction", truth.jurisdiction());
        addRestated(
                restated,
                truth,
                TruthDraft.FOR_DIRECT_MARKETING,
                "profiling.forDirectMarketing",
                truth.forDirectMarketing());
        return restated;
    }

    private void addRestated(
            List<RestatedLabel> restated, Classification truth, String field, String path, @Nullable Object value) {
        if (value != null) {
            restated.add(new RestatedLabel(
                    label(path),
                    word("value", value),
                    truth.references().stream()
                            .filter(shown -> shown.field().equals(field))
                            .map(Classification.Reference::reference)
                            .findFirst()
                            .orElse(null)));
        }
    }

    /**
     * One corrected label, in words.
     *
     * @param reference its proof; null when the verdict names none
     */
    public record RestatedLabel(
            String label, String value, @Nullable String reference) {}

    /** The name of a case's part, by its recorded word. */
    public String partName(String word) {
        return CasePart.of(word).map(part -> word("part", part)).orElse(word);
    }

    /** The parts that must still be opened, as the object of a sentence. */
    public String toOpen(Set<CasePart> parts) {
        return parts.stream().map(part -> word("to-open", part)).collect(Collectors.joining(", "));
    }

    /** The event in one sentence. */
    public String story(CaseView one) {
        String controller = Objects.requireNonNullElse(one.summary().controllerId(), t("none"));
        return switch (one.summary().kind()) {
            case OUTBOUND_MESSAGE ->
                t(
                        "story.message",
                        word("value", one.summary().channel()),
                        word("value", one.event("purpose")),
                        controller,
                        one.summary().campaignId() == null ? 0 : 1,
                        Objects.requireNonNullElse(one.summary().campaignId(), ""));
            case OFFER_DECISION ->
                t("story.decision", word("value", one.event("automation.mode")), controller, effects(one));
            case UNKNOWN -> t("story.unknown");
        };
    }

    private String effects(CaseView one) {
        String effects = Objects.requireNonNullElse(one.event("effects"), "");
        return Arrays.stream(effects.split("[\\[\\],\\s\"]+"))
                .filter(effect -> !effect.isEmpty())
                .map(effect -> word("value", effect))
                .collect(Collectors.joining(", "));
    }

    /** The digit that chooses an outcome, the same on every case. */
    public String outcomeKey(VerdictOutcome outcome) {
        return switch (outcome) {
            case REJECT -> "1";
            case RECLASSIFY -> "2";
            case RECHECK -> "3";
            case DECIDE_UPHOLD -> "4";
            case DECIDE_AMEND -> "5";
            case DECIDE_OVERTURN -> "6";
            case ESCALATE -> "7";
        };
    }
}
