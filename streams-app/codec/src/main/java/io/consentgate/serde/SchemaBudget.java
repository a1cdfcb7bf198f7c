// SPDX-License-Identifier: Apache-2.0
package io.consentgate.serde;

import java.util.IdentityHashMap;
import org.apache.avro.Schema;

/**
 * What a writer's schema may cost those who read by it. Who registers one says how many steps a reader takes and how much
 * it allocates for each byte: named types within each other multiply, and what takes no bytes can be repeated without
 * end. Within these bounds the time and memory of planning are small, and those of reading grow with the bytes alone.
 *
 * <p>The bounds are far above any schema that describes something: the contract's largest counts some hundred types.
 */
final class SchemaBudget {

    /** Types, where a named one counts each time that it is used, with all that is in it. */
    static final int MOST_TYPES = 20_000;

    /** Types within each other. */
    static final int DEEPEST = 200;

    /** Uses of types without bytes, such as null outside a union: each is a step that no byte pays for. */
    static final int MOST_WITHOUT_BYTES = 64;

    /**
     * What one use of a type costs.
     *
     * @param types it and all types in it
     * @param depth of the types within each other
     * @param takesBytes whether each value takes a byte at least, so that an array of them ends with its bytes
     */
    record Cost(int types, int depth, boolean takesBytes) {

        private static final Cost OF_ONE = new Cost(1, 1, true);
        private static final Cost OF_NOTHING = new Cost(1, 1, false);
    }

    private final String name;
    private final IdentityHashMap<Schema, Cost> known = new IdentityHashMap<>();
    /** Records that are being looked at, each with its depth. */
    private final IdentityHashMap<Schema, Integer> underWay = new IdentityHashMap<>();
    /** Depth of the innermost array, map or union that is being looked at: what is within it again takes bytes. */
    private int container;

    private int withoutBytes;

    private SchemaBudget(String name) {
        this.name = name;
    }

    /**
     * Looks through a schema once.
     *
     * @throws UndecodableException if it is beyond the budget
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
