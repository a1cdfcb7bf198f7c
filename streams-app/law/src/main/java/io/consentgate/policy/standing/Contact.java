// SPDX-License-Identifier: Apache-2.0
package io.consentgate.policy.standing;

import io.consentgate.policy.Text;
import io.consentgate.policy.facts.ActAgainst;
import io.consentgate.policy.facts.ConsentFacts.Consent;
import io.consentgate.policy.facts.ContactReferences;
import io.consentgate.policy.facts.KeptActs.Limit;
import io.consentgate.policy.facts.MessageFacts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The number, address or account that a message goes to. A consent is for one contact (PKE art. 398(1)); so is a
 * withdrawal that names a contact. The gate compares keyed hashes: the same contact has the same hash under the same
 * key, in capitals or not.
 *
 * @param ref hash of the contact; null or blank if the message names none
 * @param keyId the key of that hash
 * @param previousRef hash of the same contact under the previous key, while keys are rotated
 * @param previousKeyId the previous key
 */
public record Contact(
        @Nullable String ref,
        @Nullable String keyId,
        @Nullable String previousRef,
        @Nullable String previousKeyId) {

    static Contact of(MessageFacts message) {
        return new Contact(
                message.contactRef(),
                message.contactKeyId(),
                message.contactRefPrevious(),
                message.contactKeyIdPrevious());
    }

    /** Whether the message names a contact. */
    public boolean isNamed() {
        return Text.isPresent(ref);
    }

    /** Whether a consent was given for this contact and for no other. Two missing contacts count as the same. */
    public boolean isThatOf(Consent consent) {
        return isThat(consent.contactRef(), consent.contactKeyId());
    }

    /** Whether a consent with an end may have been given for this contact; as {@link #mayBeThatOf(ActAgainst)}. */
    boolean mayBeThatOf(Limit limit) {
        return mayBeThat(limit.contactRef(), limit.contactKeyId());
    }

    private boolean isThat(@Nullable String otherRef, @Nullable String otherKeyId) {
        return isSame(ref, keyId, otherRef, otherKeyId)
                || (Text.isPresent(previousRef) && isSame(previousRef, previousKeyId, otherRef, otherKeyId));
    }

    /**
     * Whether an act against may concern this contact. An act does not concern it only if the act names another contact
     * under the same key. An act without a contact concerns every contact. So does an act whose contact cannot be
     * compared: it is in clear text, has another form of hash, or has another key.
     */
    boolean mayBeThatOf(ActAgainst act) {
        return mayBeThat(act.contactRef(), act.contactKeyId());
    }

    private boolean mayBeThat(@Nullable String otherRef, @Nullable String otherKeyId) {
        if (Text.isAbsent(otherRef) || Text.isAbsent(otherKeyId)) {
            return true;
        }
        boolean same =
                mayBe(ref, keyId, otherRef, otherKeyId) || mayBe(previousRef, previousKeyId, otherRef, otherKeyId);
        return same
                || !(isOther(ref, keyId, otherRef, otherKeyId)
                        || isOther(previousRef, previousKeyId, otherRef, otherKeyId));
    }

    /** Outside hex, a change of case may make another hash. In doubt, the act against applies. */
    private static boolean mayBe(
            @Nullable String ref, @Nullable String keyId, @Nullable String otherRef, @Nullable String otherKeyId) {
        return ref != null && ref.equalsIgnoreCase(otherRef) && Objects.equals(keyId, otherKeyId);
    }

    private static boolean isOther(
            @Nullable String ref, @Nullable String keyId, @Nullable String otherRef, @Nullable String otherKeyId) {
        return Text.isPresent(ref)
                && Objects.equals(keyId, otherKeyId)
                && ContactReferences.areComparable(ref, otherRef);
    }

    private static boolean isSame(
            @Nullable String ref, @Nullable String keyId, @Nullable String otherRef, @Nullable String otherKeyId) {
        if (Text.isAbsent(ref) || Text.isAbsent(otherRef)) {
            return Text.isAbsent(ref) && Text.isAbsent(otherRef);
        }
        return ContactReferences.isSame(ref, otherRef) && Objects.equals(keyId, otherKeyId);
    }
}
