// SPDX-License-Identifier: Apache-2.0
package io.consentgate.local;

import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** One broker of a {@link LocalKafka}. It can be stopped and started again on the same port with the same data. */
public final class LocalBroker {
    private final int id;
    private final int port;
    private final int detourPort;
    private final Properties settings;
    private @Nullable KafkaRaftServer server;

    LocalBroker(int id, int port, int detourPort, Properties settings) {
        this.id = id;
        this.port = port;
        this.detourPort = detourPort;
        this.settings = settings;
    }

    /** The node id, from 1. */
    public int id() {
        return id;
    }

    /** The port for clients. */
    public int port() {
        return port;
    }

    /**
     * The broker's port behind the detour, to which a proxy connects.
     *
     * @throws IllegalStateException when the cluster has no detour
     */
    public int detourPort() {
        if (detourPort == 0) {
            throw new IllegalStateException("Broker " + id + " has no detour. Ask for one with LocalKafka's builder.");
        }
        return detourPort;
    }

    public synchronized boolean isRunning() {
        return server != null;
    }

    /**
     * Starts the broker and returns when it serves clients; does nothing when it already runs.
     *
     * <p>If a broker other than broker 1 restarts at once, the start waits until the controller has expired its former
     * session: {@code broker.session.timeout.ms}, 9 seconds by default.
     *
     * @throws IllegalStateException when its port is in use or its folder cannot be read
     */
    public synchronized void start() {
        if (server != null) {
            return;
        }
        Ports.requireFree(port, "broker " + id);
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
        try {
            starting.startup();
        } catch (RuntimeException e) {
            starting.shutdown();
            starting.awaitShutdown();
            throw new IllegalStateException("Starting broker " + id + " on port " + port + ": " + e.getMessage(), e);
        }
        server = starting;
    }

    /**
     * Stops the broker in order and returns when it has ended; its data stays. Does nothing when it is stopped already.
     *
     * <p>Broker 1 is also the only controller: while it is stopped, no other broker can start, stop or take over.
     */
    public synchronized void stop() {
        KafkaRaftServer stopping = server;
        if (stopping != null) {
            stopping.shutdown();
            stopping.awaitShutdown();
            server = null;
        }
    }
}
