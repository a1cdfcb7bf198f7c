// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One route of the API. The caller must mount it behind a check of {@code access}. Its handler answers every problem of
 * the desk itself.
 *
 * @param path in Javalin's syntax, with names in braces
 */
public record ApiRoute(HandlerType method, String path, ApiAccess access, Handler handler) {}
