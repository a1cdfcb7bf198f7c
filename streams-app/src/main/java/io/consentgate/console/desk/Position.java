// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

/** Where a record is in the log. */
record Position(String topic, int partition, long offset) {}
