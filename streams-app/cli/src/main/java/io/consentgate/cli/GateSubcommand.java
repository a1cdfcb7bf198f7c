// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

/**
 * A picocli command that another module adds to {@code gate}, found with {@link java.util.ServiceLoader}. This keeps
 * the demo, with its broker, out of the production jar.
 */
public interface GateSubcommand {}
