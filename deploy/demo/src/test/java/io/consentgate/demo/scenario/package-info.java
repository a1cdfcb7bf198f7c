// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.consentgate.demo.scenario;

import org.jspecify.annotations.NullMarked;
