// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import gg.jte.output.StringOutput;
import io.consentgate.console.cases.CaseChange;
import io.consentgate.console.cases.CaseQueue;
import io.consentgate.console.cases.CaseSummary;
import io.consentgate.console.cases.ReviewDesk;
import io.javalin.http.sse.SseClient;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notifies open pages of changes, by server-sent events. Pages never move content by themselves: what a reviewer looks
 * at stays under their cursor until they ask for the update. At most one event per page and second.
 */
final class LiveUpdates implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveUpdates.class);

    /** Further browsers get no notifications; their pages work all the same. */
    private static final int MOST_CLIENTS = 500;

    private static final int TICKS_PER_HEARTBEAT = 15;

    private final Set<QueueListener> queueListeners = ConcurrentHashMap.newKeySet();
    private final Set<CaseListener> caseListeners = ConcurrentHashMap.newKeySet();
    private final AtomicLong arrivals = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();
    private final LatestChanges latest;
    private final Pages pages;
    private final Sessions sessions;
    private final CaseQueue.Subscription subscription;
    private final CaseQueue queue;
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "console-live-updates");
        thread.setDaemon(true);
        return thread;
    });
    private final Future<?> ticking;
    private long ticks;

    LiveUpdates(ReviewDesk desk, Pages pages, Sessions sessions) {
        this.pages = pages;
        this.sessions = sessions;
        this.queue = desk.queue();
        this.latest = new LatestChanges(queue.changeNumber());
        this.subscription = queue.onChange(this::hear);
        this.ticking = ticker.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    private void hear(CaseChange change) {
        if (change.kind() == CaseChange.Kind.ARRIVED) {
            arrivals.incrementAndGet();
        }
        changes.incrementAndGet();
        latest.add(change, queue.changeNumber());
        caseListeners.stream()
                .filter(listener -> listener.caseId.equals(change.caseId()))
                .forEach(listener -> listener.unsaid.add(change.kind()));
    }

    /** A connected queue page; {@code seen} is the change number of its content. */
    void queue(SseClient client) {
        if (isFull(client)) {
            return;
        }
        Listener listener = listener(client);
        if (listener == null) {
            return;
        }
        boolean outdated =
                !Long.toString(queue.changeNumber()).equals(client.ctx().queryParam("seen"));
        QueueListener one = new QueueListener(
                listener, arrivals.get(), new AtomicLong(outdated ? changes.get() - 1 : changes.get()));
        queueListeners.add(one);
        client.onClose(() -> queueListeners.remove(one));
    }

    /** A connected case page; {@code seen} is the change number of its content. */
    void oneCase(SseClient client) {
        if (isFull(client)) {
            return;
        }
        Listener listener = listener(client);
        if (listener == null) {
            return;
        }
        CaseListener one = new CaseListener(listener, client.ctx().pathParam("caseId"), new ConcurrentLinkedQueue<>());
        caseListeners.add(one);
        client.onClose(() -> caseListeners.remove(one));
        // Read after the page is registered, so that no change is missed.
        OptionalLong seen = seen(client);
        if (seen.isPresent() && !latest.reachBackTo(seen.getAsLong())) {
            send(listener, "news", "case-news.jte", Map.of("caseId", one.caseId));
        } else if (seen.isPresent()) {
            latest.since(one.caseId, seen.getAsLong()).ifPresent(one.unsaid::add);
        }
    }

    private static OptionalLong seen(SseClient client) {
        String seen = client.ctx().queryParam("seen");
        try {
            return seen == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(seen));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private boolean isFull(SseClient client) {
        if (queueListeners.size() + caseListeners.size() < MOST_CLIENTS) {
            return false;
        }
        client.close();
        return true;
    }

    private @Nullable Listener listener(SseClient client) {
        Sessions.Signed signed = AccessControl.signed(client.ctx()).orElse(null);
        if (signed == null) {
            client.close();
            return null;
        }
        client.keepAlive();
        return new Listener(client, signed, pages.view(client.ctx()));
    }

    private void tick() {
        try {
            ticks++;
            queueListeners.forEach(this::tellOfQueue);
            caseListeners.forEach(this::tellOfCase);
        } catch (RuntimeException e) { // otherwise, no page would ever be notified again
            LOG.error("Open pages were not told of what has changed; they are told of what changes next", e);
        }
    }

    private void tellOfQueue(QueueListener one) {
        if (ended(one.listener)) {
            return;
        }
        long now = changes.get();
        if (one.told.getAndSet(now) != now) {
            send(one.listener, "news", "queue-news.jte", Map.of("arrived", arrivals.get() - one.arrivedBefore));
        }
    }

    private void tellOfCase(CaseListener one) {
        if (ended(one.listener)) {
            return;
        }
        CaseChange.Kind last = null;
        for (CaseChange.Kind kind = one.unsaid.poll(); kind != null; kind = one.unsaid.poll()) {
            last = kind;
        }
        if (last != null && !(last == CaseChange.Kind.CLAIMED && isTheirOwn(one))) {
            send(one.listener, "news", "case-news.jte", Map.of("caseId", one.caseId, "kind", last));
        }
    }

    private boolean isTheirOwn(CaseListener one) {
        return queue.find(one.caseId)
                .map(CaseSummary::claim)
                .filter(claim -> claim.isHeldBy(one.listener.signed.staff().reviewer()))
                .isPresent();
    }

    /** Ends streams of ended sessions, and detects browsers that disconnected silently. */
    private boolean ended(Listener listener) {
        if (sessions.isOver(listener.signed)) {
            listener.client.close();
            return true;
        }
        if (ticks % TICKS_PER_HEARTBEAT == 0) {
            listener.client.sendComment("");
        }
        return listener.client.terminated();
    }

    private void send(Listener listener, String event, String template, Map<String, Object> matter) {
        StringOutput html = new StringOutput();
        pages.render(template, listener.view, matter, html);
        listener.client.sendEvent(event, html.toString().replaceAll("\\s*\\R\\s*", " "));
    }

    @Override
    public void close() {
        subscription.close();
        ticking.cancel(true);
        ticker.shutdown();
        queueListeners.forEach(one -> one.listener.client.close());
        caseListeners.forEach(one -> one.listener.client.close());
    }

    private record Listener(SseClient client, Sessions.Signed signed, View view) {}

    private record QueueListener(Listener listener, long arrivedBefore, AtomicLong told) {}

    private record CaseListener(Listener listener, String caseId, Queue<CaseChange.Kind> unsaid) {}
}
