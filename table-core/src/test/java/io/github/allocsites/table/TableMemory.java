// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.table;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Looks into the memory of call-site tables, which nobody else may. */
final class TableMemory {
    private TableMemory() {}

    @SuppressWarnings("unchecked")
    static AtomicReference<BucketMemory> of(CallSiteTable table) {
        try {
            Field field = CallSiteTable.class.getDeclaredField("memory");
            field.setAccessible(true);
            return (AtomicReference<BucketMemory>) field.get(table);
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError(renamed);
        }
    }

    /**
     * Resets the table and answers all that was ever recorded since the last reset, those records included that were
     * under way: the memory is kept from being freed until everybody else has left it. Only one thread may reset.
     */
    static TableSnapshot takeWhole(CallSiteTable table, int capacityBuckets, int depth) {
        BucketMemory memory = replace(table);
        if (memory == null) {
            return new TableSnapshot(
                    capacityBuckets, 0, 0, 0, List.of(), List.of()); // its first record is still to come
        }
        CallSiteTable reader = new CallSiteTable(capacityBuckets, depth);
        of(reader).set(memory);
        TableSnapshot whole = reader.snapshot();
        memory.users.getAndDecrement();
        table.release();
        return whole;
    }

    /** Resets the table and answers what it had, left by everybody but the caller, who must leave it, too. */
    static BucketMemory replace(CallSiteTable table) {
        BucketMemory memory = of(table).get();
        if (memory != null) {
            memory.users.getAndIncrement();
            table.reset();
            while (memory.users.get() != 1) {
                Thread.yield();
            }
        }
        return memory;
    }

    /** Events in all buckets. */
    static long count(BucketMemory memory) {
        long count = 0;
        for (int index = 0; index < memory.capacityBuckets; index++) {
            long bucket = memory.bucket(index);
            count += bucket == 0 ? 0 : BucketMemory.count(bucket);
        }
        return count;
    }
}
