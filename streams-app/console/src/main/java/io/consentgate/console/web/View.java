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
 * What every page needs beside its own matter: language, reader, addresses.
 *
 * @param base what stands before every path
 * @param path of this page, with its query, without the base; for the language switch
 * @param staff null when nobody is signed in
 * @param token what a form carries; empty when nobody is signed in
 * @param demo whether the people here are nobody
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

    /** A word of the contract, or a moment, in the midst of a sentence. */
    private static final Pattern SYMBOL = Pattern.compile("\\b[A-Z][A-Z_]+\\b|\\d{4}-\\d{2}-\\d{2}T[\\d:.]+Z");

    /** On events, and on verdicts. */
    private static final Map<String, RuleDescription> RULES = Stream.concat(
                    Catalogue.rules().stream(), VerdictRules.all().stream())
            .map(Rule::description)
            .collect(Collectors.toMap(
                    rule -> rule.code().code(), rule -> rule, (one, other) -> one, LinkedHashMap::new));

    /** How long the session lives without an act, and how long before its end the page warns. */
    public record SessionTimes(Duration left, Duration warning) {}

    /** A text in the reader's language. */
    public String t(String key, Object... arguments) {
        return texts.say(key, arguments);
    }

    /** The text of a word of the contract or of ours, such as an outcome; the word itself where there is none. */
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

    /** An address of ours, each part of the path after the first encoded: {@code url("/cases/", id, "/claim")}. */
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

    /** Where the language switch leads: this page, in the other language. */
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

    /** To the second, for what happened one after another. */
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

    /** How long ago, in its largest unit. */
    public String age(Instant since) {
        return span(Duration.between(since, now));
    }

    /** A length of time in its largest unit: days, hours, minutes or seconds. */
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

    /** A deadline from where the reader stands: in 2 days, or 3 hours ago. */
    public String until(Instant deadline) {
        return deadline.isAfter(now)
                ? t("span.in", span(Duration.between(now, deadline)))
                : t("span.ago", age(deadline));
    }

    /** How near a deadline is, for its looks. */
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

    /** Who is signed in; only for pages that nobody else sees. */
    public Reviewer reviewer() {
        return Objects.requireNonNull(staff).reviewer();
    }

    /** A key for a shortcut, or null, which leaves the attribute out, when the reader has switched them off. */
    public @Nullable String key(String key) {
        return shortcuts ? key : null;
    }

    public String number(long number) {
        return t("number", number);
    }

    public String percent(double share) {
        return t("percent", share);
    }

    /** What a rule says, without the fields that decided; the code where the rule is not of this version. */
    public String rule(String code) {
        RuleDescription rule = RULES.get(code);
        if (rule == null) {
            return code;
        }
        return rule.text(language.ofRules());
    }

    /** What a finding says, as it is on record, without the fields in brackets that decided. */
    public String sentence(RuleFinding finding) {
        String text = finding.text(locale());
        return text.substring(0, sentenceEnd(text));
    }

    /** The fields that decided, in words, as they are on record; empty when the record names none. */
    public String decidedBy(RuleFinding finding) {
        String text = finding.text(locale());
        int end = sentenceEnd(text);
        return end == text.length()
                ? ""
                : SYMBOL.matcher(text.substring(end + 2, text.length() - 1))
                        .replaceAll(symbol -> Matcher.quoteReplacement(value(symbol.group())));
    }

    /** Every rule says one sentence, and then names in brackets what decided. */
    private static int sentenceEnd(String text) {
        int end = text.indexOf(". (");
        return end < 0 || !text.endsWith(")") ? text.length() : end + 1;
    }

    /** Where the event itself breaks rules, these say enough: that a verdict is refused for them goes without saying. */
    public List<RuleFinding> ofTheEvent(List<RuleFinding> findings) {
        List<RuleFinding> ofEvent = findings.stream()
                .filter(finding -> !finding.rule().startsWith("REV-"))
                .toList();
        return ofEvent.isEmpty() ? findings : ofEvent;
    }

    /** Provisions as lawyers of this language call them. */
    public String law(String law) {
        return RecordedLaw.in(law, language.ofRules());
    }

    /**
     * Where a rule is explained.
     *
     * @param jurisdiction by whose law the event is judged; null where it is not known
     */
    public String ruleAddress(String code, @Nullable String jurisdiction) {
        return url("/rules") + (jurisdiction == null ? "" : "?jurisdiction=" + encode(jurisdiction)) + "#"
                + encode(code);
    }

    /** What a field of the contract is called. */
    public String label(String path) {
        return FieldLabels.label(path, locale());
    }

    /** A value of the contract as people say it: times in their own zone, symbols in words, the rest as it is. */
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

    /** What a verdict restates beside purpose and effects, in words. */
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
     * One label that a verdict restates, in words.
     *
     * @param reference what shows it; null when the verdict names nothing
     */
    public record RestatedLabel(
            String label, String value, @Nullable String reference) {}

    /** The part of a case by the word that stands on record. */
    public String partName(String word) {
        return CasePart.of(word).map(part -> word("part", part)).orElse(word);
    }

    /** Parts that are still to be opened, as the object of a sentence. */
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
