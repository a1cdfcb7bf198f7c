// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that stay free while their server is stopped.
 *
 * <p>Chooses them below Linux's range for outgoing connections (32768 and up). A port within this range could be lost
 * between stop and start to any client. Even a client that retries this port could take it, since a connection from a
 * port to itself succeeds.
 */
final class Ports {
    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;
    private static final Set<Integer> HANDED_OUT = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port without a listener, which this method has not returned before in this JVM. */
    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (HANDED_OUT.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("Looking for a free port between " + LOWEST + " and " + HIGHEST + ": none in "
                + ATTEMPTS + " attempts. Stop what listens there, or name the ports yourself.");
    }

    /**
     * Call before the broker starts, since a broker that cannot bind its port halts the whole JVM.
     *
     * @throws IllegalStateException when the port already has a listener
     */
    static void requireFree(int port, String user) {
        if (!isFree(port)) {
            throw new IllegalStateException("Starting " + user + ": port " + port
                    + " is in use. Stop the process that listens there, or choose another port.");
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("localhost"), port));
            return true;
        } catch (java.net.BindException inUse) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Asking whether port " + port + " is free", e);
        }
    }
}
