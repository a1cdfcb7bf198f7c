// SPDX-License-Identifier: Apache-2.0
package io.consentgate.cli;

/**
 * A picocli command that another module adds to {@code gate}. Found with {@link java.util.ServiceLoader}; how the
 * demo, which carries a broker, stays out of the production jar.
 */
public interface GateSubcommand {}
