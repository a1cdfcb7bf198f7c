// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.consentgate.events.Channel;
import io.consentgate.events.CommercialContent;
import io.consentgate.events.Initiator;
import io.consentgate.events.OptOut;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.Purpose;
import io.consentgate.events.Trigger;
import io.consentgate.policy.facts.MessageFacts;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/** Encodes a message that no publisher sent: the content of a control case. Thread-safe if the serializer is. */
public final class ControlMessageWriter implements AutoCloseable {

    private final Serializer<Object> serializer;
    private final String topic;

    private ControlMessageWriter(Serializer<Object> serializer, String topic) {
        this.serializer = serializer;
        this.topic = topic;
    }

    /**
     * Makes the writer for a serializer chosen by class name.
     *
     * @param properties its configuration, such as {@code schema.registry.url}
     * @param topic topic that publishers' messages come from; the schema is registered under its subject
     * @throws org.apache.kafka.common.config.ConfigException if the class or its configuration is unusable
     */
    public static ControlMessageWriter open(String serializerClass, Map<String, ?> properties, String topic) {
        return new ControlMessageWriter(ForeignClass.serializer(serializerClass, properties), topic);
    }

    /**
     * Encodes a message without bot and call.
     *
     * @param text what the person would read
     * @throws RegistryUnavailable if the registry could not be asked, or refused the contract's own schema
     */
    public byte[] write(MessageFacts message, String text) {
        OutboundMessage record = OutboundMessage.newBuilder()
                .setMessageId(message.messageId())
                .setSubjectId(message.subjectId())
                .setControllerId(message.controllerId())
                .setJurisdiction(message.jurisdiction())
                .setChannel(Channel.valueOf(message.channel().name()))
                .setPurpose(Purpose.valueOf(message.purpose().name()))
                .setCommercialContent(
                        CommercialContent.valueOf(message.commercialContent().name()))
                .setTrigger(trigger(message))
                .setInitiator(Initiator.valueOf(message.initiator().name()))
                .setCreatedAt(message.createdAt())
                .setSentAt(message.sentAt())
                .setExpiresAt(message.expiresAt())
                .setContactRef(message.contactRef())
                .setContactKeyId(message.contactKeyId())
                .setInquiryId(message.inquiryId())
                .setBasisRef(message.basisRef())
                .setCampaignId(message.campaignId())
                .setAudienceId(message.audienceId())
                .setChargedToRecipient(message.chargedToRecipient())
                .setOptOut(optOut(message))
                .setSenderIdentified(message.senderIdentified())
                .setContent(ByteBuffer.wrap(text.getBytes(UTF_8)))
                .build();
        try {
            return Objects.requireNonNull(serializer.serialize(topic, record), "the serializer returned null");
        } catch (RuntimeException e) {
            throw ForeignFailure.unavailable(e);
        }
    }

    private static @Nullable Trigger trigger(MessageFacts message) {
        return message.trigger() == null
                ? null
                : Trigger.valueOf(message.trigger().name());
    }

    private static @Nullable OptOut optOut(MessageFacts message) {
        return message.optOut() == null ? null : OptOut.valueOf(message.optOut().name());
    }

    @Override
    public void close() {
        serializer.close();
    }
}
