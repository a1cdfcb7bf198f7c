// SPDX-License-Identifier: Apache-2.0
package io.consentgate.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.policy.Outcome;
import io.consentgate.review.Proposal;
import io.consentgate.review.ReviewCase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * An open case as stored: what judging a verdict needs, and the event's original bytes, so that it can go on unchanged.
 * Can be read without the registry.
 *
 * <p>Stored in two rows, its {@link Outline} and its event. An event may be large, and closing a case reads only the
 * outline. Earlier versions of the gate stored both in one row.
 *
 * @param kind of the event
 * @param origin where the publisher wrote it
 * @param headers the publisher's own, including the header that names the schema
 * @param event the publisher's bytes
 * @param identity the event's {@link EventIdentity}; null when it has none, the case is planted, or an earlier version
 *     of the gate opened it
 */
record StoredCase(
        ReviewCase reviewCase,
        EventKind<?> kind,
        Origin origin,
        Headers headers,
        byte[] event,
        byte @Nullable [] identity) {

    /** Earlier formats also have the event in this row, before the identity. */
    private static final byte OUTLINE_FORMAT = 3;

    /** The only format without an identity. */
    private static final byte FIRST_FORMAT = 1;

    private static final byte EVENT_FORMAT = 1;

    private static final int ABSENT = -1;

    /**
     * An open case without its event: enough to close it.
     *
     * @param identity the case's identity
     */
    record Outline(ReviewCase reviewCase, byte @Nullable [] identity) {

        byte[] toBytes() {
            return bytes(512, out -> {
                out.writeByte(OUTLINE_FORMAT);
                writeCase(out, reviewCase);
                writeBytes(out, identity);
            });
        }

        /** Never copies the event, even if the row has one. */
        static Outline fromBytes(byte[] row) {
            return read(row, in -> {
                byte format = outlineFormat(in);
                ReviewCase reviewCase = readCase(in);
                if (format != OUTLINE_FORMAT) {
                    skipEvent(in);
                }
                return new Outline(reviewCase, format == FIRST_FORMAT ? null : readBytes(in));
            });
        }
    }

    Outline outline() {
        return new Outline(reviewCase, identity);
    }

    /** The same event, with its case in another state. */
    StoredCase with(ReviewCase changed) {
        return new StoredCase(changed, kind, origin, headers, event, identity);
    }

    /** The row for the event, stored next to the {@link Outline} row. */
    byte[] eventBytes() {
        return bytes(event.length + 512, out -> {
            out.writeByte(EVENT_FORMAT);
            writeText(out, kind.contractName());
            writeText(out, origin.topic());
            out.writeInt(origin.partition());
            out.writeLong(origin.offset());
            out.writeLong(origin.timestamp());
            Header[] all = headers.toArray();
            out.writeInt(all.length);
            for (Header header : all) {
                writeText(out, header.key());
                writeBytes(out, header.value());
            }
            writeBytes(out, event);
        });
    }

    /** @param eventRow null when the outline's row also holds the event */
    static StoredCase fromBytes(byte[] outlineRow, byte @Nullable [] eventRow) {
        Outline outline = Outline.fromBytes(outlineRow);
        if (eventRow != null) {
            return read(eventRow, in -> {
                requireFormat(in.readByte(), EVENT_FORMAT, EVENT_FORMAT);
                return withEvent(outline, in);
            });
        }
        return read(outlineRow, in -> {
            if (outlineFormat(in) == OUTLINE_FORMAT) {
                throw new IllegalStateException(
                        "the store " + Stores.CASES_BY_DEADLINE + " holds a case without its event");
            }
            readCase(in);
            return withEvent(outline, in);
        });
    }

    private static StoredCase withEvent(Outline outline, DataInputStream in) throws IOException {
        EventKind<?> kind = EventKind.named(readText(in));
        Origin origin = new Origin(readText(in), in.readInt(), in.readLong(), in.readLong());
        RecordHeaders headers = new RecordHeaders();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            headers.add(readText(in), readBytes(in));
        }
        byte[] event = readBytes(in);
        if (event == null) {
            throw new IllegalStateException(
                    "the store " + Stores.CASES_BY_DEADLINE + " holds a case without its event");
        }
        return new StoredCase(outline.reviewCase(), kind, origin, headers, event, outline.identity());
    }

    private static void skipEvent(DataInputStream in) throws IOException {
        skipBytes(in);
        skipBytes(in);
        in.skipNBytes(Integer.BYTES + 2 * Long.BYTES);
        int headers = in.readInt();
        for (int i = 0; i < headers; i++) {
            skipBytes(in);
            skipBytes(in);
        }
        skipBytes(in);
    }

    private static byte outlineFormat(DataInputStream in) throws IOException {
        return requireFormat(in.readByte(), FIRST_FORMAT, OUTLINE_FORMAT);
    }

    private static byte requireFormat(byte format, byte first, byte last) {
        if (format < first || format > last) {
            throw new IllegalStateException("the store " + Stores.CASES_BY_DEADLINE + " holds a row of format " + format
                    + ", this version reads " + last + ". It was written by a newer gate: upgrade");
        }
        return format;
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(int expected, Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(expected);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static <T> T read(byte[] row, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(row))) {
            return reading.from(in);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the store " + Stores.CASES_BY_DEADLINE + " holds a row that ends too early", e);
        }
    }

    private static void writeCase(DataOutputStream out, ReviewCase reviewCase) throws IOException {
        writeText(out, reviewCase.caseId());
        writeText(out, reviewCase.digest());
        writeText(out, reviewCase.subjectId());
        writeTexts(out, Quarantine.names(reviewCase.allowedOutcomes()));
        writeTexts(out, reviewCase.brokenRules());
        out.writeBoolean(reviewCase.mustExcludeSpecialCategory());
        out.writeBoolean(reviewCase.control());
        out.writeLong(reviewCase.quarantinedAt().toEpochMilli());
        out.writeLong(reviewCase.closesAt().toEpochMilli());
        out.writeBoolean(reviewCase.escalated());
        Proposal proposal = reviewCase.proposal();
        out.writeBoolean(proposal != null);
        if (proposal != null) {
            writeText(out, proposal.verdictId());
            writeText(out, proposal.reviewer());
            writeText(out, proposal.reviewerRole());
            out.writeLong(proposal.openedAt().toEpochMilli());
            out.writeLong(proposal.decidedAt().toEpochMilli());
            writeTexts(out, proposal.evidenceOpened());
            writeText(out, proposal.substance());
        }
    }

    private static ReviewCase readCase(DataInputStream in) throws IOException {
        String caseId = readText(in);
        String digest = readText(in);
        String subjectId = readText(in);
        Set<Outcome> allowed = EnumSet.noneOf(Outcome.class);
        readTexts(in).forEach(name -> allowed.add(Outcome.valueOf(name)));
        return new ReviewCase(
                caseId,
                digest,
                subjectId,
                allowed,
                readTexts(in),
                in.readBoolean(),
                in.readBoolean(),
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                in.readBoolean(),
                in.readBoolean() ? readProposal(in) : null);
    }

    private static Proposal readProposal(DataInputStream in) throws IOException {
        return new Proposal(
                readText(in),
                readText(in),
                readText(in),
                Instant.ofEpochMilli(in.readLong()),
                Instant.ofEpochMilli(in.readLong()),
                readTexts(in),
                readText(in));
    }

    private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(UTF_8));
    }

    private static String readText(DataInputStream in) throws IOException {
        byte[] bytes = readBytes(in);
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private static void writeBytes(DataOutputStream out, byte @Nullable [] bytes) throws IOException {
        out.writeInt(bytes == null ? ABSENT : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte @Nullable [] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == ABSENT ? null : in.readNBytes(length);
    }

    private static void skipBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length != ABSENT) {
            in.skipNBytes(length);
        }
    }
}
