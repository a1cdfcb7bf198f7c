// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo.scenario;

import io.consentgate.events.Channel;
import io.consentgate.events.Effect;
import io.consentgate.events.Purpose;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** A faulty client: no one can read its records, and the gate must lose none of them. */
final class BrokenPublisher implements PublishingSystem {

    @Override
    public String label() {
        return "broken publisher";
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public List<Act> acts() {
        List<Act> acts = new ArrayList<>();
        for (Input input : Input.values()) {
            for (Malformation malformation : Malformation.values()) {
                // A consent record without a value is no fault, but an erasure.
                if (input != Input.CONSENT_STATE || malformation != Malformation.NULL_VALUE) {
                    acts.add(new Act(1, input + " " + malformation, subject -> broken(subject, input, malformation)));
                }
            }
        }
        return acts;
    }

    private static Story broken(Subject subject, Input input, Malformation malformation) {
        SpecificRecord value = malformation == Malformation.WRONG_TYPE ? wrong(subject, input) : right(subject, input);
        return Story.of(subject)
                .event(new Event(input, value, malformation, new Expectation.DeadLettered(reason(malformation))))
                .build();
    }

    private static SpecificRecord right(Subject subject, Input input) {
        return switch (input) {
            case OUTBOUND_MESSAGES -> message(subject);
            case OFFER_DECISIONS ->
                Decisions.decision(subject, "{}", Effect.NONE).build();
            case CONSENT_STATE ->
                Consents.state(
                        subject, 1, Consents.granted(subject, Channel.SMS).build());
        };
    }

    private static SpecificRecord wrong(Subject subject, Input input) {
        return switch (input) {
            case OUTBOUND_MESSAGES ->
                Decisions.decision(subject, "{}", Effect.NONE).build();
            case OFFER_DECISIONS, CONSENT_STATE -> message(subject);
        };
    }

    private static SpecificRecord message(Subject subject) {
        return Messages.message(subject, Channel.SMS, Purpose.SERVICE_NOTICE, "Przerwa techniczna w nocy.")
                .setBasisRef(subject.newId("account"))
                .build();
    }

    private static String reason(Malformation malformation) {
        return switch (malformation) {
            case NULL_VALUE -> "NULL_VALUE";
            case EMPTY -> "EMPTY";
            case GARBAGE -> "NOT_THE_FORMAT";
            case TRUNCATED -> "CORRUPT";
            case UNKNOWN_SCHEMA -> "UNKNOWN_SCHEMA";
            case WRONG_TYPE -> "WRONG_RECORD_TYPE";
        };
    }
}
