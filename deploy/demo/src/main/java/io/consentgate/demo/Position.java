// SPDX-License-Identifier: Apache-2.0
package io.consentgate.demo;

/** Where a record stands in the log. */
record Position(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
