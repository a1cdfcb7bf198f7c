// SPDX-License-Identifier: Apache-2.0
package io.consentgate.barrier;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A network link to a port of this machine, which can be made slow, lose everything, or be cut. */
final class Link implements AutoCloseable {

    enum Fault {
        NONE,
        /** Whatever is sent arrives as much later as from another continent. */
        FAR(Duration.ofMillis(100)),
        /** Whatever is sent arrives this much later. */
        SLOW(Duration.ofMillis(1_500)),
        /** Nothing arrives while it lasts, and no one is told. */
        SILENT,
        /** Connections break and cannot be made. */
        CUT;

        private final Duration delay;

        Fault() {
            this(Duration.ZERO);
        }

        Fault(Duration delay) {
            this.delay = delay;
        }
    }

    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        return thread;
    });
    private Fault fault = Fault.NONE;

    /** A link on a free port that leads nowhere yet. */
    Link() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getByName("localhost"));
        } catch (IOException e) {
            throw new UncheckedIOException("Opening a port for a link", e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** Leads to this port from now on. */
    void leadTo(int targetPort) {
        threads.execute(() -> accept(targetPort));
    }

    /** Has this fault from now on, in place of the one before. */
    synchronized void suffer(Fault next) {
        fault = next;
        notifyAll();
        if (next == Fault.CUT) {
            sockets.forEach(Link::close);
        }
    }

    private synchronized boolean isCut() {
        return fault == Fault.CUT;
    }

    private void accept(int targetPort) {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                sockets.add(near);
                if (isCut()) {
                    close(near);
                } else {
                    Socket far = new Socket("localhost", targetPort);
                    sockets.add(far);
                    threads.execute(() -> pass(near, far));
                    threads.execute(() -> pass(far, near));
                }
            } catch (IOException e) {
                // Closed, or the target does not listen: the client finds its connection refused or broken.
            }
        }
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count = in.read(buffer);
            while (count >= 0) {
                hold();
                out.write(buffer, 0, count);
                count = in.read(buffer);
            }
        } catch (IOException e) {
            // One end is gone; the other must learn it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private synchronized void hold() throws InterruptedException {
        long since = System.nanoTime();
        while (fault == Fault.SILENT || fault.delay.toNanos() > System.nanoTime() - since) {
            if (fault == Fault.SILENT) {
                wait();
            } else {
                TimeUnit.NANOSECONDS.timedWait(this, fault.delay.toNanos() - (System.nanoTime() - since));
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Closing the port of a link", e);
        }
        sockets.forEach(Link::close);
        threads.shutdownNow();
    }
}
