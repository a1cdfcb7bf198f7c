// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.ControllerName;
import io.consentgate.policy.Plausible;
import io.consentgate.policy.Spelling;
import io.consentgate.policy.facts.ConsentFacts;
import io.consentgate.policy.facts.ConsentFacts.Inquiry;
import io.consentgate.policy.facts.ConsentView;
import io.consentgate.policy.facts.KeptActs.Answered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The inquiries that a publisher reported as answered: those of the record, and those of earlier versions that the
 * newest version leaves out or lists as open.
 */
public final class AnsweredInquiries {
    /** Most answered inquiries that the gate keeps of one person. */
    private static final int MOST = 16;

    private AnsweredInquiries() {}

    /**
     * What the record says about the answer to an inquiry; empty if it says nothing. The answer may be on record under
     * another id: the same person asked the same controller for the same kind of reply, by the same channel, less than
     * a second apart. One id stands for one inquiry.
     */
    public static List<Answered> of(Inquiry inquiry, ConsentView view, Instant latest) {
        return Stream.concat(in(view.newest(), latest).stream(), view.kept().answered().stream())
                .filter(answered -> isAbout(answered, inquiry))
                .toList();
    }

    private static boolean isAbout(Answered answered, Inquiry inquiry) {
        if (answered.inquiryId() == null) {
            return !inquiry.openedAt().isAfter(answered.openedAt());
        }
        return ControllerName.mayMean(answered.controllerId(), inquiry.controllerId())
                && (Spelling.isSame(answered.inquiryId(), inquiry.inquiryId()) || isSameQuestion(answered, inquiry));
    }

    private static boolean isSameQuestion(Answered answered, Inquiry inquiry) {
        return answered.kind() == inquiry.kind()
                && answered.channel() == inquiry.channel()
                && Plausible.isSameButForRounding(answered.openedAt(), inquiry.openedAt());
    }

    static List<Answered> in(@Nullable ConsentFacts record, Instant latest) {
        List<Answered> answered = new ArrayList<>();
        if (record != null) {
            for (Inquiry inquiry : record.inquiries()) {
                if (inquiry.answeredAt() != null) {
                    answered.add(new Answered(
                            inquiry.controllerId(),
                            nameOf(inquiry.inquiryId()),
                            inquiry.kind(),
                            inquiry.channel(),
                            inquiry.openedAt(),
                            Plausible.known(inquiry.answeredAt(), latest)));
                }
            }
        }
        return answered;
    }

    /** An id in another spelling is the same id. */
    public static String nameOf(String inquiryId) {
        return Spelling.plain(inquiryId);
    }

    /**
     * The answers that the record does not state. If there are too many, the newest stay. Every inquiry opened no later
     * than the newest of the others then counts as answered.
     *
     * @param stated answers that the record states
     */
    static List<Answered> kept(Stream<Answered> known, List<Answered> stated, Instant latest) {
        List<Answered> kept = firstAndLast(known.filter(each -> !stated.contains(each))).stream()
                .sorted(Comparator.comparing(Answered::openedAt).reversed())
                .toList();
        List<Answered> whole =
                kept.stream().filter(AnsweredInquiries::fits).limit(MOST - 1L).toList();
        return kept.stream()
                .filter(each -> !whole.contains(each))
                .findFirst()
                .map(newest -> Stream.concat(whole.stream(), Stream.of(allUntil(newest, latest)))
                        .toList())
                .orElse(whole);
    }

    /** An export may give the same inquiry another date each time. */
    private static Set<Answered> firstAndLast(Stream<Answered> known) {
        Map<Object, Answered> first = new LinkedHashMap<>();
        Map<Object, Answered> last = new LinkedHashMap<>();
        known.forEach(each -> {
            Object same = Arrays.asList(each.controllerId(), each.inquiryId(), each.kind(), each.channel());
            first.merge(same, each, (one, other) -> other.openedAt().isBefore(one.openedAt()) ? other : one);
            last.merge(same, each, (one, other) -> other.openedAt().isAfter(one.openedAt()) ? other : one);
        });
        Set<Answered> both = new LinkedHashSet<>(last.values());
        both.addAll(first.values());
        return both;
    }

    private static Answered allUntil(Answered newest, Instant latest) {
        Instant openedAt = newest.openedAt().isAfter(latest) ? latest : newest.openedAt();
        return new Answered("", null, newest.kind(), newest.channel(), openedAt, null);
    }

    private static boolean fits(Answered answered) {
        return answered.inquiryId() != null
                && answered.inquiryId().length() <= Bounds.LONGEST_TEXT
                && answered.controllerId().length() <= Bounds.LONGEST_TEXT;
    }
}
