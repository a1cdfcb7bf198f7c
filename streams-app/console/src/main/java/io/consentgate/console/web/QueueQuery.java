// SPDX-License-Identifier: Apache-2.0
package io.consentgate.console.web;

import io.consentgate.console.cases.CaseState;
import io.consentgate.console.cases.QueueFilter;
import io.consentgate.console.cases.QueueSort;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reader's query to the queue, as in the page's address. All values come from closed lists, so that no typed text
 * gets into an address.
 */
public record QueueQuery(
        @Nullable String rule,
        @Nullable String channel,
        @Nullable String campaign,
        @Nullable String controller,
        Age age,
        Shown shown,
        QueueSort sort,
        @Nullable String cursor) {

    /** Least ages to choose from. */
    public enum Age {
        ANY(null),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1)),
        WEEK(Duration.ofDays(7));

        private final @Nullable Duration atLeast;

        Age(@Nullable Duration atLeast) {
            this.atLeast = atLeast;
        }
    }

    /** States to choose from. */
    public enum Shown {
        OPEN,
        AWAITING_SECOND,
        CLOSED;

        private Set<CaseState> states() {
            return switch (this) {
                case OPEN -> EnumSet.of(CaseState.OPEN, CaseState.AWAITING_SECOND);
                case AWAITING_SECOND -> EnumSet.of(CaseState.AWAITING_SECOND);
                case CLOSED -> EnumSet.of(CaseState.CLOSED);
            };
        }
    }

    static QueueQuery of(Context context) {
        return new QueueQuery(
                chosen(context, "rule"),
                chosen(context, "channel"),
                chosen(context, "campaign"),
                chosen(context, "controller"),
                one(Age.class, context.queryParam("age")).orElse(Age.ANY),
                one(Shown.class, context.queryParam("shown")).orElse(Shown.OPEN),
                one(QueueSort.class, context.queryParam("sort")).orElse(QueueSort.DEADLINE_FIRST),
                chosen(context, "after"));
    }

    private static @Nullable String chosen(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.isBlank() ? null : value;
    }

    private static <E extends Enum<E>> Optional<E> one(Class<E> kind, @Nullable String name) {
        return Arrays.stream(kind.getEnumConstants())
                .filter(constant -> constant.name().equals(name))
                .findFirst();
    }

    QueueFilter filter() {
        return QueueFilter.OPEN
                .withRule(rule)
                .withChannel(channel)
                .withCampaignId(campaign)
                .withControllerId(controller)
                .withOlderThan(age.atLeast)
                .withStates(shown.states());
    }

    /** Whether the query has any condition besides the order. */
    public boolean isNarrowed() {
        return rule != null || channel != null || campaign != null || controller != null || age != Age.ANY;
    }

    /** The address of another page of the same query. */
    public String address(View view, @Nullable String after) {
        return address(view, "/queue", after);
    }

    /** The address that claims the next case of this query. */
    public String nextAddress(View view) {
        return address(view, "/queue/next", null);
    }

    private String address(View view, String path, @Nullable String after) {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("rule", rule);
        parameters.put("channel", channel);
        parameters.put("campaign", campaign);
        parameters.put("controller", controller);
        parameters.put("age", age == Age.ANY ? null : age.name());
        parameters.put("shown", shown == Shown.OPEN ? null : shown.name());
        parameters.put("sort", sort == QueueSort.DEADLINE_FIRST ? null : sort.name());
        parameters.put("after", after);
        StringBuilder address = new StringBuilder(view.url(path));
        char separator = '?';
        for (Map.Entry<String, @Nullable String> parameter : parameters.entrySet()) {
            String value = parameter.getValue();
            if (value != null) {
                address.append(separator).append(parameter.getKey()).append('=').append(View.encode(value));
                separator = '&';
            }
        }
        return address.toString();
    }
}
