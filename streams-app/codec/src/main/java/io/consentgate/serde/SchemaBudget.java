// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/**
 * Limits the cost of reading with a writer's schema. The schema's author decides how many steps and allocations each
 * byte causes. Nested named types multiply, and values without bytes can repeat without end. Within these limits,
 * planning takes little time and memory, and reading grows only with the number of bytes.
 *
 * <p>The limits are far above any honest schema: the contract's largest has about a hundred types.
 */
final class SchemaBudget {

    /** Limit on types; each use of a named type counts, with all types in it. */
    static final int MOST_TYPES = 20_000;

    /** Limit on the nesting of types. */
    static final int DEEPEST = 200;

    /** Limit on uses of types without bytes, such as null outside a union: each costs a step that no byte pays for. */
    static final int MOST_WITHOUT_BYTES = 64;

    /**
     * The cost of one use of a type.
     *
     * @param types the type and all types in it
     * @param depth of nested types
     * @param takesBytes whether each value takes at least one byte, so that the bytes limit an array of such values
     */
    record Cost(int types, int depth, boolean takesBytes) {

        private static final Cost OF_ONE = new Cost(1, 1, true);
        private static final Cost OF_NOTHING = new Cost(1, 1, false);
    }

    private final String name;
    private final IdentityHashMap<Schema, Cost> known = new IdentityHashMap<>();
    /** Records on the current path, each with its depth. */
    private final IdentityHashMap<Schema, Integer> underWay = new IdentityHashMap<>();
    /** Depth of the innermost array, map or union on the current path: recursion through it takes bytes. */
    private int container;

    private int withoutBytes;

    private SchemaBudget(String name) {
        this.name = name;
    }

    /**
     * Computes the cost of a schema.
     *
     * @throws UndecodableException if the schema exceeds the budget
     */
    static Cost of(Schema writer) throws UndecodableException {
        try {
            return new SchemaBudget("the writer's " + writer.getFullName()).cost(writer, 1);
        } catch (Throwable e) {
            throw Untrusted.inSchema("the writer's schema", e);
        }
    }

    private Cost cost(Schema schema, int depth) throws UndecodableException {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        return switch (schema.getType()) {
            case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BYTES, ENUM -> Cost.OF_ONE;
            case NULL -> Cost.OF_NOTHING;
            case FIXED -> schema.getFixedSize() > 0 ? Cost.OF_ONE : Cost.OF_NOTHING;
            case ARRAY -> array(within(schema.getElementType(), depth));
            case MAP -> holding(within(schema.getValueType(), depth));
            case UNION -> union(schema, depth);
            case RECORD -> record(schema, depth);
        };
    }

    private Cost within(Schema inner, int depth) throws UndecodableException {
        int outer = container;
        container = depth;
        Cost cost = cost(inner, depth + 1);
        container = outer;
        return cost;
    }

    private Cost array(Cost items) throws UndecodableException {
        if (!items.takesBytes()) {
            throw beyond("has an array of items that take no bytes, of which a few bytes could hold any number");
        }
        return holding(items);
    }

    private Cost holding(Cost inner) throws UndecodableException {
        return checked(1 + inner.types(), inner.depth() + 1, true);
    }

    private Cost union(Schema schema, int depth) throws UndecodableException {
        int types = 1;
        int deepest = 0;
        for (Schema branch : schema.getTypes()) {
            Cost cost = within(branch, depth);
            types = checked(types + cost.types(), 0, true).types();
            deepest = Math.max(deepest, cost.depth());
        }
        return checked(types, deepest + 1, true);
    }

    private Cost record(Schema schema, int depth) throws UndecodableException {
        Cost before = known.get(schema);
        if (before != null) {
            return before;
        }
        Integer begun = underWay.get(schema);
        if (begun != null && begun > container) {
            throw beyond("has a record that holds itself, without end");
        }
        if (begun != null) {
            return Cost.OF_ONE;
        }
        underWay.put(schema, depth);
        int types = 1;
        int deepest = 0;
        boolean takesBytes = false;
        for (Schema.Field field : schema.getFields()) {
            Cost cost = cost(field.schema(), depth + 1);
            types = checked(types + cost.types(), 0, true).types();
            deepest = Math.max(deepest, cost.depth());
            takesBytes |= cost.takesBytes();
            withoutBytes += cost.takesBytes() ? 0 : cost.types();
            if (withoutBytes > MOST_WITHOUT_BYTES) {
                throw beyond("uses types that take no bytes more than " + MOST_WITHOUT_BYTES + " times");
            }
        }
        underWay.remove(schema);
        Cost cost = checked(types, deepest + 1, takesBytes);
        known.put(schema, cost);
        return cost;
    }

    private Cost checked(int types, int depth, boolean takesBytes) throws UndecodableException {
        if (types > MOST_TYPES) {
            throw beyond("has more than " + MOST_TYPES + " types, each counted where it is used");
        }
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        return new Cost(types, depth, takesBytes);
    }

    private UndecodableException tooDeep() {
        return beyond("has more than " + DEEPEST + " types within each other");
    }

    private UndecodableException beyond(String how) {
        return new UndecodableException(
                UndecodableException.Reason.INCOMPATIBLE_SCHEMA, name + " " + how + "; take that out");
    }
}
