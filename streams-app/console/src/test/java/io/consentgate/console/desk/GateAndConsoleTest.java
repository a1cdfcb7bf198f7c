// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.consentgate.console.cases.Preview;
import io.consentgate.console.cases.RuleFinding;
import io.consentgate.events.ConsentState;
import io.consentgate.events.EventKind;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.policy.Assessment;
import io.consentgate.policy.DecisionTable;
import io.consentgate.policy.DecisionTable.Arrival;
import io.consentgate.policy.DecisionTable.Row;
import io.consentgate.policy.Policy;
import io.consentgate.policy.Reason;
import io.consentgate.serde.AvroFacts;
import io.consentgate.serde.UndecodableException;
import io.consentgate.topology.GateInMemory;
import io.consentgate.topology.GateInMemory.Place;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decision tables through the gate and through the console: what the gate says of an event is what the console foresees
 * of the same event, asked again by a reviewer. Neither is given what the gate remembers of earlier events, which is not the
 * console's to know.
 */
class GateAndConsoleTest {

    private static final byte[] UNREADABLE = {0, 0, 0};

    private static InMemoryDesk desk;
    private static int subjects;

    @BeforeAll
    static void open(@TempDir Path folder) {
        desk = new InMemoryDesk(folder);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @ParameterizedTest
    @MethodSource("io.consentgate.policy.DecisionTable#names")
    void shouldForeseeWhatTheGateDecides(String table) throws UndecodableException {
        List<Case> cases = new ArrayList<>();
        for (Row row : DecisionTable.rows(table).toList()) {
            cases.add(aCase(row));
        }

        assertAll(cases.stream().map(one -> () -> assertForeseen(one)));
    }

    /** A row of a table, what the gate says of it, and the case that it would be for a reviewer. */
    private record Case(Row row, Policy policy, Assessment decided, QuarantinedEvent held) {}

    private static Case aCase(Row row) throws UndecodableException {
        Policy policy = Policy.standard(row.options());
        String subject = "subject-" + ++subjects;
        IndexedRecord event = of(
                subject,
                row.isDecision()
                        ? AvroFacts.record(row.decision(), OfferDecision.getClassSchema())
                        : AvroFacts.record(row.message(), OutboundMessage.getClassSchema()));
        // One that names nobody has no record.
        String named =
                String.valueOf(event.get(event.getSchema().getField("subjectId").pos()));
        GateInMemory gate = new GateInMemory(desk.reader, row.options().clockSkew());
        for (Arrival arrival : row.arrivals()) {
            arrives(gate, subject, arrival, row.at());
        }
        byte[] value = desk.encoded(
                row.isDecision() ? InMemoryDesk.TOPICS.offerDecisions() : InMemoryDesk.TOPICS.outboundMessages(),
                event);
        Assessment decided =
                row.isDecision() ? gate.decision(policy, value, row.at()) : gate.message(policy, value, row.at());
        QuarantinedEvent held = desk.quarantine(
                row.isDecision() ? EventKind.OFFER_DECISION : EventKind.OUTBOUND_MESSAGE, named, value, null, row.at());
        return new Case(row, policy, decided, held);
    }

    private static void assertForeseen(Case one) {
        Row row = one.row();
        Preview foreseen = desk.recheck(one.held(), one.policy(), row.at());

        assertThat(verdict(foreseen)).as("%s", row).isEqualTo(verdict(one.decided()));
        if (!row.remembersEvents()) {
            assertThat(violations(one.decided())).as("%s by the table", row).isEqualTo(row.diverted());
        }
    }

    private static void arrives(GateInMemory gate, String subject, Arrival arrival, Instant now) {
        int own = InMemoryDesk.ownPartition(subject);
        byte[] value = null;
        Instant at = now;
        if (arrival instanceof Arrival.Version version) {
            value = desk.encoded(
                    InMemoryDesk.TOPICS.consentState(),
                    of(subject, AvroFacts.record(version.record(), ConsentState.getClassSchema())));
        } else if (arrival instanceof Arrival.Unreadable) {
            value = UNREADABLE;
        } else if (arrival instanceof Arrival.Erasure erasure) {
            at = erasure.at();
        }
        Position position = desk.publish(subject, own, value, at);
        gate.take(subject, value, new Place(own, position.offset(), at, false), now);
        desk.hold(subject, gate.row(subject));
    }

    private static IndexedRecord of(String subject, IndexedRecord record) {
        GenericData.Record named = (GenericData.Record) record;
        if ("s1".equals(named.get("subjectId"))) {
            named.put("subjectId", subject);
        }
        return named;
    }

    /** What would happen, and by which rules. */
    private record Verdict(boolean cleared, Set<String> rules) {}

    private static Verdict verdict(Assessment assessment) {
        return assessment instanceof Assessment.Cleared
                ? new Verdict(true, codes(assessment.advice()))
                : new Verdict(false, violations(assessment));
    }

    private static Verdict verdict(Preview preview) {
        if (preview instanceof Preview.Released released) {
            return new Verdict(true, rules(released.advice()));
        }
        assertThat(preview).isInstanceOf(Preview.Refused.class);
        return new Verdict(false, rules(((Preview.Refused) preview).violations()));
    }

    private static Set<String> violations(Assessment assessment) {
        return assessment instanceof Assessment.Diverted diverted ? codes(diverted.violations()) : Set.of();
    }

    private static Set<String> codes(List<Reason> reasons) {
        return sorted(reasons.stream().map(reason -> reason.code().code()));
    }

    /** Without what is said of the verdict itself. */
    private static Set<String> rules(List<RuleFinding> findings) {
        return sorted(findings.stream().map(RuleFinding::rule).filter(rule -> !rule.startsWith("REV-")));
    }

    private static Set<String> sorted(Stream<String> codes) {
        return codes.collect(Collectors.toCollection(TreeSet::new));
    }
}
