// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import io.consentgate.events.ConsentState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One person who appears once: their consent records, followed by a system's events. No consent record comes after the
 * first event, so that each verdict is certain.
 *
 * @param system the label of the system that publishes the events
 * @param said consent records in the order written
 * @param events in the order published
 * @param consentPartitioning how the consent records are placed
 * @param eventPartitioning how the events are placed
 * @param racing whether the last consent record is written only just before the first event: acknowledged by the
 *     broker, but perhaps not read by the gate
 */
public record Story(
        String system,
        String subjectId,
        List<Said> said,
        List<Event> events,
        Partitioning consentPartitioning,
        Partitioning eventPartitioning,
        boolean racing) {

    public Story {
        said = List.copyOf(said);
        events = List.copyOf(events);
    }

    /** One consent record; a null state erases the person. */
    public record Said(@Nullable ConsentState state) {}

    /** The consent records that the gate must have read before the story continues. */
    public List<Said> saidBefore() {
        return racing ? said.subList(0, said.size() - 1) : said;
    }

    /** The consent record that races with the first event; null when none does. */
    public @Nullable Said saidJustNow() {
        return racing ? said.get(said.size() - 1) : null;
    }

    Story from(String label) {
        return new Story(label, subjectId, said, events, consentPartitioning, eventPartitioning, racing);
    }

    Story placed(Partitioning consents, Partitioning placedEvents) {
        return new Story(system, subjectId, said, events, consents, placedEvents, racing);
    }

    Story raced() {
        return new Story(system, subjectId, said, events, consentPartitioning, eventPartitioning, true);
    }

    static Builder of(Subject subject) {
        return new Builder(subject);
    }

    /** Tells a story in order. */
    static final class Builder {
        private final Subject subject;
        private final List<Said> said = new ArrayList<>();
        private final List<Event> events = new ArrayList<>();

        private Builder(Subject subject) {
            this.subject = subject;
        }

        Builder said(ConsentState... states) {
            Arrays.stream(states).map(Said::new).forEach(said::add);
            return this;
        }

        Builder erased() {
            said.add(new Said(null));
            return this;
        }

        Builder event(Event event) {
            events.add(event);
            return this;
        }

        Story build() {
            return new Story("", subject.id(), said, events, Partitioning.JAVA_CLIENT, Partitioning.JAVA_CLIENT, false);
        }
    }
}
