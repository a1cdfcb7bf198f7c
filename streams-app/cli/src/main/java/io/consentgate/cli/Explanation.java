// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

import io.consentgate.config.InvalidConfig;
import io.consentgate.console.desk.IndexUnusable;
import io.consentgate.console.desk.TopicsMissing;
import io.consentgate.run.PreflightFailed;
import io.consentgate.serde.RegistryUnavailable;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;

/** A failure that the caller can fix: one sentence and an exit code instead of a stack trace. */
record Explanation(String message, int exitCode) {

    /** Searches the causes, outermost first; empty when the caller can fix none of them. */
    static Optional<Explanation> of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<Explanation> explanation = ofOne(cause);
            if (explanation.isPresent()) {
                return explanation;
            }
        }
        return Optional.empty();
    }

    private static Optional<Explanation> ofOne(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof InvalidConfig
                || failure instanceof JsonLines.UnreadableText
                || failure instanceof UnusableGroup) {
            return explained(message, ExitCode.USAGE);
        }
        if (failure instanceof ConsoleProblem problem) {
            return explained(message, problem.exitCode());
        }
        if (failure instanceof IndexUnusable index) {
            return explained(message, index.isInUse() ? ExitCode.TRY_LATER : ExitCode.USAGE);
        }
        if (failure instanceof NoSuchFileException) {
            return explained("there is no file " + message, ExitCode.USAGE);
        }
        if (failure instanceof ConfigException) {
            return explained("the configuration cannot be used: " + message, ExitCode.USAGE);
        }
        if (failure instanceof AuthenticationException || failure instanceof AuthorizationException) {
            return explained("the cluster refused this user: " + message, ExitCode.USAGE);
        }
        if (failure instanceof MissingTopic || failure instanceof TopicsMissing || failure instanceof PreflightFailed) {
            return explained(message, ExitCode.PREFLIGHT);
        }
        if (failure instanceof RegistryUnavailable registry) {
            return explained(message, registry.kind().needsOperator() ? ExitCode.USAGE : ExitCode.TRY_LATER);
        }
        if (failure instanceof RetriableException) {
            return explained(
                    "the brokers did not answer in time, try again or check kafka.bootstrap.servers: " + message,
                    ExitCode.TRY_LATER);
        }
        return Optional.empty();
    }

    private static Optional<Explanation> explained(String message, int exitCode) {
        return Optional.of(new Explanation(message, exitCode));
    }
}
