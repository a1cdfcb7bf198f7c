// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.util.List;

/** The registry answers a request with an error, in the status and error codes of the Confluent registry. */
final class RegistryRefusal extends RuntimeException {
    private final int status;
    private final int code;

    private RegistryRefusal(int status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryRefusal asTold(int status, int code) {
        return new RegistryRefusal(status, code, "The registry was told to answer so.");
    }

    static RegistryRefusal malformedRequest(String why) {
        return new RegistryRefusal(400, 400, "The request body is not what this path takes: " + why);
    }

    static RegistryRefusal unauthorized() {
        return new RegistryRefusal(401, 40101, "Wrong or missing user name and password.");
    }

    static RegistryRefusal subjectNotFound(String subject) {
        return new RegistryRefusal(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryRefusal versionNotFound(int version) {
        return new RegistryRefusal(404, 40402, "Version " + version + " not found.");
    }

    static RegistryRefusal schemaNotFound(String which) {
        return new RegistryRefusal(404, 40403, "Schema " + which + " not found.");
    }

    static RegistryRefusal subjectHasNoLevel(String subject) {
        return new RegistryRefusal(404, 40408, "Subject '" + subject + "' has no compatibility level of its own.");
    }

    static RegistryRefusal subjectHasNoMode(String subject) {
        return new RegistryRefusal(404, 40409, "Subject '" + subject + "' has no mode of its own.");
    }

    static RegistryRefusal incompatible(String subject, CompatibilityLevel level, List<String> conflicts) {
        // The body also has 409: the Confluent registry has no longer code for this error (its Errors class).
        return new RegistryRefusal(
                409,
                409,
                "Schema being registered is incompatible with an earlier schema for subject '" + subject + "' by "
                        + level + ": " + String.join("; ", conflicts));
    }

    static RegistryRefusal invalidSchema(String why) {
        return new RegistryRefusal(422, 42201, "Invalid schema: " + why);
    }

    static RegistryRefusal invalidVersion(String version) {
        return new RegistryRefusal(
                422, 42202, "The version '" + version + "' is neither a number from 1 up nor 'latest'.");
    }

    static RegistryRefusal invalidLevel(String level) {
        return new RegistryRefusal(
                422,
                42203,
                "The compatibility level '" + level + "' is none of " + List.of(CompatibilityLevel.values()) + ".");
    }

    static RegistryRefusal storeFailed(String why) {
        return new RegistryRefusal(500, 50001, "Error in the backend data store: " + why);
    }
}
