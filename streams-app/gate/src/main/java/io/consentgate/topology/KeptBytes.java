// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ActAgainst.Kind;
import io.consentgate.policy.facts.ActAgainst.Proof;
import io.consentgate.policy.facts.ActAgainstBuilder;
import io.consentgate.policy.facts.Channel;
import io.consentgate.policy.facts.ConsentPurpose;
import io.consentgate.policy.facts.InquiryKind;
import io.consentgate.policy.facts.KeptActs;
import io.consentgate.policy.facts.KeptActs.Answered;
import io.consentgate.policy.facts.KeptActs.Corrected;
import io.consentgate.policy.facts.KeptActs.KnownProof;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.KeptActs.SharedName;
import io.consentgate.policy.facts.KeptActsBuilder;
import io.consentgate.topology.StoredConsent.Erasures;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Byte format of what a consent row keeps from earlier records. Nearly always empty.
 *
 * <p>Layout. A group whose bytes are missing at the end is empty: earlier versions did not write it.
 *
 * <ul>
 *   <li>latest erasure by the log (8 bytes), latest misplaced erasure (8), when the person was erased (time);
 *   <li>number of acts (2), the acts; number of corrections (2), the corrections;
 *   <li>may be missing: number of limits (2), the limits;
 *   <li>may be missing: the proofs that the acts name, one per act: reference (text), when it was made (time);
 *   <li>may be missing: number of known proofs (2), the known proofs: controller, reference (texts), when it was made
 *       (time);
 *   <li>may be missing: the references of the corrections (texts), one per correction; number of lifted acts (2), the
 *       lifted acts, each with its proof; number of shared names (2), the names, each with two versions (8 each);
 *       number of answered inquiries (2), the inquiries: controller, id, kind, channel (texts), opened at, answered at
 *       (times);
 *   <li>may be missing: for each known proof, whether its reference is a further name of the proof before it (1);
 *   <li>may be missing: number of acts that were dated (2), the acts, each with its proof;
 *   <li>may be missing: for each act of these three lists, when the consent that it ended was given (time).
 * </ul>
 *
 * <p>An act: kind, id, controller, purpose, channel, contact, key (texts), time (time), version (8). A correction: act
 * (text), version (8). A limit: id, controller, purpose, channel, contact, key (texts), proven from, end, version (8
 * each). A text: length (2) and UTF-8, or -1 for none. A time: milliseconds since the epoch (8), or {@link
 * Long#MIN_VALUE} for none. Symbols are written by their names. An unknown symbol reads as UNKNOWN, which forbids.
 */
final class KeptBytes {
    private static final byte[] NOTHING = {};
    private static final int NO_TEXT = -1;
    private static final String NO_REFERENCE = "";
    private static final long NO_TIME = Long.MIN_VALUE;

    private KeptBytes() {}

    static byte[] of(KeptActs kept, Erasures erasures) {
        if (kept.equals(KeptActs.NONE) && erasures.equals(Erasures.NEVER)) {
            return NOTHING;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(erasures.latest());
            out.writeLong(erasures.latestMisplaced());
            write(out, kept.erasedAt());
            out.writeShort(kept.acts().size());
            for (ActAgainst act : kept.acts()) {
                write(out, act);
            }
            out.writeShort(kept.corrected().size());
            for (Corrected corrected : kept.corrected()) {
                write(out, corrected.act());
                out.writeLong(corrected.version());
            }
            boolean proofs = kept.acts().stream().anyMatch(act -> act.proof() != null);
            boolean known = !kept.proofs().isEmpty();
            boolean more = hasMore(kept);
            if (more || known || proofs || !kept.limits().isEmpty()) {
                out.writeShort(kept.limits().size());
                for (Limit limit : kept.limits()) {
                    write(out, limit);
                }
            }
            if (more || known || proofs) {
                for (ActAgainst act : kept.acts()) {
                    write(out, act.proof());
                }
            }
            if (more || known) {
                write(out, kept.proofs());
            }
            if (more) {
                writeMore(out, kept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing what is kept of a person, to memory", e);
        }
        return bytes.toByteArray();
    }

    private static boolean hasMore(KeptActs kept) {
        return !kept.lifted().isEmpty()
                || !kept.shared().isEmpty()
                || !kept.answered().isEmpty()
                || hasFurtherNames(kept)
                || !kept.dated().isEmpty()
                || hasGrants(kept)
                || kept.corrected().stream().anyMatch(each -> !each.reference().isEmpty());
    }

    private static boolean hasGrants(KeptActs kept) {
        return Stream.of(kept.acts(), kept.lifted(), kept.dated())
                .flatMap(List::stream)
                .anyMatch(act -> act.grantedAt() != null);
    }

    private static boolean hasFurtherNames(KeptActs kept) {
        return kept.proofs().stream().anyMatch(proof -> proof.names().size() > 1);
    }

    private static void writeMore(DataOutputStream out, KeptActs kept) throws IOException {
        for (Corrected corrected : kept.corrected()) {
            write(out, corrected.reference());
        }
        writeProven(out, kept.lifted());
        out.writeShort(kept.shared().size());
        for (SharedName shared : kept.shared()) {
            write(out, shared.name());
            out.writeLong(shared.from());
            out.writeLong(shared.to());
        }
        out.writeShort(kept.answered().size());
        for (Answered answered : kept.answered()) {
            write(out, answered.controllerId());
            write(out, answered.inquiryId());
            write(out, answered.kind().name());
            write(out, answered.channel().name());
            write(out, answered.openedAt());
            write(out, answered.answeredAt());
        }
        boolean grants = hasGrants(kept);
        boolean dated = grants || !kept.dated().isEmpty();
        if (dated || hasFurtherNames(kept)) {
            for (KnownProof proof : kept.proofs()) {
                for (int name = 0; name < proof.names().size(); name++) {
                    out.writeBoolean(name > 0);
                }
            }
        }
        if (dated) {
            writeProven(out, kept.dated());
        }
        if (grants) {
            for (List<ActAgainst> acts : List.of(kept.acts(), kept.lifted(), kept.dated())) {
                for (ActAgainst act : acts) {
                    write(out, act.grantedAt());
                }
            }
        }
    }

    private static void writeProven(DataOutputStream out, List<ActAgainst> acts) throws IOException {
        out.writeShort(acts.size());
        for (ActAgainst act : acts) {
            write(out, act);
            write(out, act.proof());
        }
    }

    static Erasures erasures(byte[] bytes) {
        return read(bytes, Erasures.NEVER, in -> new Erasures(in.readLong(), in.readLong()));
    }

    static KeptActs kept(byte[] bytes) {
        return read(bytes, KeptActs.NONE, in -> {
            in.skipNBytes(2 * Long.BYTES);
            Instant erasedAt = time(in);
            List<ActAgainst> acts = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                acts.add(act(in));
            }
            List<Corrected> corrected = new ArrayList<>();
            for (int left = in.readShort(); left > 0; left--) {
                corrected.add(new Corrected(String.valueOf(text(in)), NO_REFERENCE, in.readLong()));
            }
            List<Limit> limits = new ArrayList<>();
            // Gates without limits wrote nothing here.
            for (int left = in.available() == 0 ? 0 : in.readShort(); left > 0; left--) {
                limits.add(limit(in));
            }
            // Gates without proofs wrote nothing here.
            List<ActAgainst> proven = in.available() == 0 ? acts : proven(acts, in);
            List<KnownProof> proofs = new ArrayList<>();
            for (int left = in.available() == 0 ? 0 : in.readShort(); left > 0; left--) {
                proofs.add(new KnownProof(
                        text(in), List.of(String.valueOf(text(in))), Instant.ofEpochMilli(in.readLong())));
            }
            KeptActsBuilder kept = KeptActsBuilder.builder(KeptActs.NONE)
                    .acts(proven)
                    .corrected(corrected)
                    .limits(limits)
                    .proofs(proofs)
                    .erasedAt(erasedAt);
            return in.available() == 0 ? kept.build() : more(kept, in);
        });
    }

    private static KeptActs more(KeptActsBuilder kept, DataInputStream in) throws IOException {
        List<Corrected> corrected = new ArrayList<>();
        for (Corrected each : kept.corrected()) {
            corrected.add(new Corrected(each.act(), String.valueOf(text(in)), each.version()));
        }
        List<ActAgainst> lifted = proven(in);
        List<SharedName> shared = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            shared.add(new SharedName(String.valueOf(text(in)), in.readLong(), in.readLong()));
        }
        List<Answered> answered = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            answered.add(new Answered(
                    String.valueOf(text(in)),
                    text(in),
                    symbol(InquiryKind.class, String.valueOf(text(in)), InquiryKind.UNKNOWN),
                    symbol(Channel.class, String.valueOf(text(in)), Channel.UNKNOWN),
                    Instant.ofEpochMilli(in.readLong()),
                    time(in)));
        }
        List<KnownProof> proofs = in.available() == 0 ? kept.proofs() : underAllNames(kept.proofs(), in);
        List<ActAgainst> dated = in.available() == 0 ? List.of() : proven(in);
        boolean grants = in.available() > 0;
        return kept.corrected(corrected)
                .acts(grants ? withGrants(kept.acts(), in) : kept.acts())
                .lifted(grants ? withGrants(lifted, in) : lifted)
                .dated(grants ? withGrants(dated, in) : dated)
                .proofs(proofs)
                .shared(shared)
                .answered(answered)
                .build();
    }

    private static List<ActAgainst> withGrants(List<ActAgainst> acts, DataInputStream in) throws IOException {
        List<ActAgainst> granted = new ArrayList<>();
        for (ActAgainst act : acts) {
            granted.add(ActAgainstBuilder.builder(act).grantedAt(time(in)).build());
        }
        return granted;
    }

    /** One entry per name, in the format of earlier gates. */
    private static void write(DataOutputStream out, List<KnownProof> proofs) throws IOException {
        out.writeShort(proofs.stream().mapToInt(proof -> proof.names().size()).sum());
        for (KnownProof proof : proofs) {
            for (String name : proof.names()) {
                write(out, proof.controllerId());
                write(out, name);
                write(out, proof.capturedAt());
            }
        }
    }

    private static List<KnownProof> underAllNames(List<KnownProof> eachName, DataInputStream in) throws IOException {
        List<KnownProof> proofs = new ArrayList<>();
        for (KnownProof each : eachName) {
            if (in.readBoolean()) {
                KnownProof proof = proofs.remove(proofs.size() - 1);
                List<String> names = new ArrayList<>(proof.names());
                names.addAll(each.names());
                proofs.add(new KnownProof(proof.controllerId(), names, proof.capturedAt()));
            } else {
                proofs.add(each);
            }
        }
        return proofs;
    }

    private static void write(DataOutputStream out, ActAgainst act) throws IOException {
        write(out, act.kind().name());
        write(out, act.id());
        write(out, act.controllerId());
        write(out, act.purpose() == null ? null : act.purpose().name());
        write(out, act.channel() == null ? null : act.channel().name());
        write(out, act.contactRef());
        write(out, act.contactKeyId());
        write(out, act.at());
        out.writeLong(act.version());
    }

    private static void write(DataOutputStream out, @Nullable Proof proof) throws IOException {
        write(out, proof == null ? null : proof.reference());
        write(out, proof == null ? null : proof.capturedAt());
    }

    private static List<ActAgainst> proven(List<ActAgainst> acts, DataInputStream in) throws IOException {
        List<ActAgainst> proven = new ArrayList<>();
        for (ActAgainst act : acts) {
            proven.add(ActAgainstBuilder.builder(act).proof(proof(in)).build());
        }
        return proven;
    }

    private static List<ActAgainst> proven(DataInputStream in) throws IOException {
        List<ActAgainst> acts = new ArrayList<>();
        for (int left = in.readShort(); left > 0; left--) {
            ActAgainst act = act(in);
            acts.add(ActAgainstBuilder.builder(act).proof(proof(in)).build());
        }
        return acts;
    }

    private static @Nullable Proof proof(DataInputStream in) throws IOException {
        String reference = text(in);
        Instant capturedAt = time(in);
        return reference == null || capturedAt == null ? null : new Proof(reference, capturedAt);
    }

    private static void write(DataOutputStream out, Limit limit) throws IOException {
        write(out, limit.consentId());
        write(out, limit.controllerId());
        write(out, limit.purpose() == null ? null : limit.purpose().name());
        write(out, limit.channel() == null ? null : limit.channel().name());
        write(out, limit.contactRef());
        write(out, limit.contactKeyId());
        out.writeLong(limit.provenFrom().toEpochMilli());
        out.writeLong(limit.expiresAt().toEpochMilli());
        out.writeLong(limit.version());
    }

    private static Limit limit(DataInputStream in) throws IOException {
        return new Limit(
                String.valueOf(text(in)),
                text(in),
                symbolOrNone(ConsentPurpose.class, text(in), ConsentPurpose.UNKNOWN),
                symbolOrNone(Channel.class, text(in), Channel.UNKNOWN),
                text(in),
                text(in),
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                in.readLong());
    }

    private static ActAgainst act(DataInputStream in) throws IOException {
        return new ActAgainst(
                symbol(Kind.class, String.valueOf(text(in)), Kind.UNKNOWN),
                text(in),
                text(in),
                symbolOrNone(ConsentPurpose.class, text(in), ConsentPurpose.UNKNOWN),
                symbolOrNone(Channel.class, text(in), Channel.UNKNOWN),
                text(in),
                text(in),
                time(in),
                in.readLong(),
                null,
                null);
    }

    private static <E extends Enum<E>> @Nullable E symbolOrNone(Class<E> type, @Nullable String name, E unknown) {
        return name == null ? null : symbol(type, name, unknown);
    }

    private static <E extends Enum<E>> E symbol(Class<E> type, String name, E unknown) {
        for (E symbol : type.getEnumConstants()) {
            if (symbol.name().equals(name)) {
                return symbol;
            }
        }
        return unknown;
    }

    private static void write(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeShort(NO_TEXT);
            return;
        }
        byte[] utf8 = text.getBytes(UTF_8);
        if (utf8.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a text of " + utf8.length + " bytes, which none that is kept may have");
        }
        out.writeShort(utf8.length);
        out.write(utf8);
    }

    private static @Nullable String text(DataInputStream in) throws IOException {
        int length = in.readShort();
        if (length == NO_TEXT) {
            return null;
        }
        if (length < 0 || length > in.available()) {
            throw new EOFException("a text of " + length + " bytes, " + in.available() + " are left");
        }
        return new String(in.readNBytes(length), UTF_8);
    }

    private static void write(DataOutputStream out, @Nullable Instant time) throws IOException {
        out.writeLong(time == null ? NO_TIME : time.toEpochMilli());
    }

    private static @Nullable Instant time(DataInputStream in) throws IOException {
        long millis = in.readLong();
        return millis == NO_TIME ? null : Instant.ofEpochMilli(millis);
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static <T> T read(byte[] bytes, T ifNothing, Reading<T> reading) {
        if (bytes.length == 0) {
            return ifNothing;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException("reading what is kept of a person, " + bytes.length + " bytes", e);
        }
    }
}
