// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.consentgate.events.ConsentState;
import io.consentgate.events.OfferDecision;
import io.consentgate.events.OutboundMessage;
import io.consentgate.events.QuarantinedEvent;
import io.consentgate.events.ReviewActivity;
import io.consentgate.events.ReviewOutcome;
import io.consentgate.events.ReviewVerdict;
import io.consentgate.local.LocalStack;
import io.consentgate.run.TopicAdmin;
import io.consentgate.topology.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * A local stack with the gate's topics and schemas.
 *
 * @param partitions partition count of each topic that the gate reads
 */
record Cluster(String bootstrapServers, String registryUrl, Topics topics, int partitions) {

    private static final Duration QUARANTINE_RETENTION = Duration.ofDays(30);
    private static final Duration REVIEW_RETENTION = Duration.ofDays(1095);

    /**
     * Creates missing topics, with production settings, and the contract's schemas.
     *
     * @param partitions for missing topics; existing topics keep theirs
     */
    static Cluster on(LocalStack stack, int partitions) {
        Topics topics = Topics.prefixed("");
        int found;
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.bootstrapServers()))) {
            TopicAdmin topicAdmin = new TopicAdmin(admin);
            TopicAdmin.Existing before =
                    topicAdmin.describe(List.of(topics.consentState())).get(topics.consentState());
            found = before == null ? partitions : before.partitions();
            topicAdmin.create(topics.specs(QUARANTINE_RETENTION, REVIEW_RETENTION), found, (short) 1);
        }
        register(stack.registryUrl(), topics.outboundMessages(), OutboundMessage.getClassSchema());
        register(stack.registryUrl(), topics.offerDecisions(), OfferDecision.getClassSchema());
        register(stack.registryUrl(), topics.consentState(), ConsentState.getClassSchema());
        register(stack.registryUrl(), topics.quarantine(), QuarantinedEvent.getClassSchema());
        register(stack.registryUrl(), topics.reviewVerdicts(), ReviewVerdict.getClassSchema());
        register(stack.registryUrl(), topics.reviewOutcomes(), ReviewOutcome.getClassSchema());
        register(stack.registryUrl(), topics.reviewActivity(), ReviewActivity.getClassSchema());
        return new Cluster(stack.bootstrapServers(), stack.registryUrl(), topics, found);
    }

    /** The topics that publishers write to. */
    Set<String> inputs() {
        return Set.of(topics.outboundMessages(), topics.offerDecisions(), topics.consentState());
    }

    private static void register(String registryUrl, String topic, Schema schema) {
        String body = JsonNodeFactory.instance
                .objectNode()
                .put("schema", schema.toString())
                .toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(registryUrl + "/subjects/" + topic + "-value/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("The local registry refused the schema of " + topic + " with "
                        + answer.statusCode() + ": " + answer.body()
                        + ". Its data folder holds another version; use a new folder with --data");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot register the schema of " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while registering the schema of " + topic, e);
        }
    }
}
