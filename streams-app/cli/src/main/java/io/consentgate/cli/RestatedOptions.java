// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.console.cases.Classification;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The event's true labels, for RECLASSIFY. Missing labels stay as the publisher set them. */
final class RestatedOptions {

    @Option(names = "--purpose", description = "With RECLASSIFY: the true purpose of the message.")
    private @Nullable String purpose;

    @Option(names = "--effects", split = ",", description = "The true effects of the decision.")
    private @Nullable List<String> effects;

    @Option(names = "--basis", description = "The contract, inquiry or statute that shows purpose or effects.")
    private @Nullable String basis;

    @Option(
            names = "--commercial-content",
            description = "How much of the message truly promotes: NONE, ANCILLARY, PRIMARY or REQUESTED.")
    private @Nullable String commercialContent;

    @Option(names = "--not-in-campaign", description = "The message belongs to no campaign.")
    private boolean notInCampaign;

    @Option(names = "--not-in-audience", description = "The person was not chosen by a segment.")
    private boolean notInAudience;

    @Option(names = "--jurisdiction", paramLabel = "COUNTRY", description = "Whose rules truly apply, such as PL.")
    private @Nullable String jurisdiction;

    @Option(
            names = "--for-direct-marketing",
            paramLabel = "true|false",
            arity = "1",
            description = "Whether the profile truly serves direct marketing.")
    private @Nullable Boolean forDirectMarketing;

    @Option(
            names = "--reference",
            paramLabel = "LABEL=REFERENCE",
            description = "What shows each other label: commercialContent, inCampaign, inAudience, jurisdiction or "
                    + "forDirectMarketing; once for each that is restated.")
    private Map<String, String> references = Map.of();

    /** Null when nothing is restated. */
    @Nullable
    Classification classification() {
        Classification stated = new Classification(
                purpose,
                effects == null ? List.of() : effects,
                basis,
                commercialContent,
                notInCampaign ? Boolean.FALSE : null,
                notInAudience ? Boolean.FALSE : null,
                jurisdiction,
                forDirectMarketing,
                references.entrySet().stream()
                        .map(shown -> new Classification.Reference(shown.getKey(), shown.getValue()))
                        .toList());
        return stated.equals(Classification.of(null, List.of(), null)) ? null : stated;
    }
}
