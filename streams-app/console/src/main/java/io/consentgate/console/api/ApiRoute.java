// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.api;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/**
 * One route of the API, to be mounted behind a check of {@code access}. Its handler answers every problem of the desk
 * by itself.
 *
 * @param path as Javalin has it, with names in braces
 */
public record ApiRoute(HandlerType method, String path, ApiAccess access, Handler handler) {}
