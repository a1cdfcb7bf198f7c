// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.desk;

import io.consentgate.console.cases.EventKind;
import io.consentgate.console.cases.QueueFilter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * All facets, in memory: some thousands in a large queue, and never more than cases. Written by one thread, read by
 * many.
 */
final class Facets {

    private final Map<Integer, Facet> byId = new ConcurrentHashMap<>();
    private final Map<Facet, Integer> ids = new HashMap<>();

    /** Reloads the facets, for example after a rolled-back transaction. */
    void load(Handle handle) {
        byId.clear();
        ids.clear();
        handle.createQuery("select id, kind, channel, campaign, controller, rules from facets")
                .map((row, context) -> {
                    Facet facet = new Facet(
                            EventKind.valueOf(row.getString("kind")),
                            row.getString("channel"),
                            row.getString("campaign"),
                            row.getString("controller"),
                            rules(row.getString("rules")));
                    remember(row.getInt("id"), facet);
                    return facet;
                })
                .list();
    }

    /** The id of a facet; creates a new one if needed. */
    int id(Handle handle, Facet facet) {
        Integer known = ids.get(facet);
        if (known != null) {
            return known;
        }
        int id = handle.createUpdate("insert into facets (kind, channel, campaign, controller, rules)"
                        + " values (:kind, :channel, :campaign, :controller, :rules)")
                .bind("kind", facet.kind().name())
                .bind("channel", facet.channel())
                .bind("campaign", facet.campaignId())
                .bind("controller", facet.controllerId())
                .bind("rules", String.join(",", facet.rules()))
                .executeAndReturnGeneratedKeys("id")
                .mapTo(int.class)
                .one();
        remember(id, facet);
        return id;
    }

    /**
     * Deletes facets without cases. After the commit, the caller must pass the result to {@link #forget}.
     *
     * @return their ids
     */
    static List<Integer> deleteUnused(Handle handle) {
        handle.execute("delete from tally where n = 0");
        return handle.createQuery("delete from facets where not exists"
                        + " (select 1 from tally where tally.facet = facets.id) returning id")
                .mapTo(Integer.class)
                .list();
    }

    /** Forgets facets that were deleted. */
    void forget(List<Integer> deleted) {
        for (Integer id : deleted) {
            Facet facet = byId.remove(id);
            if (facet != null) {
                ids.remove(facet);
            }
        }
    }

    private void remember(int id, Facet facet) {
        byId.put(id, facet);
        ids.put(facet, id);
    }

    @Nullable
    Facet get(int id) {
        return byId.get(id);
    }

    /** Ids of the facets that meet the filter, in no order. */
    List<Integer> meeting(QueueFilter filter) {
        return which(facet -> facet.meets(filter));
    }

    /** Ids of facets whose cases a reviewer must investigate even if no verdict can release them, in no order. */
    List<Integer> ofUnlawfulSends() {
        return which(Facet::isUnlawfulSend);
    }

    private List<Integer> which(Predicate<Facet> condition) {
        return byId.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> rules(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(",", -1));
    }
}
