// SPDX-License-Identifier: Apache-2.0
/**
 * What the fuzz tests of all rooms build their inputs with: schemas, values, headers and a registry that answers what it is
 * told, and the budget that each input has. CONTRIBUTING.md says how they are run.
 */
package io.consentgate.fuzz;
