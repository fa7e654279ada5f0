// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.agent.cost.OwnHeap;
import io.github.allocsites.agent.instrument.LoaderNumbers.Numbered;
import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.Recording;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each allocating instruction its probe, and the same probe again when it meets the instruction's id again: when
 * its class is instrumented again, in another loader, or after its loader is gone.
 *
 * <p>Only where the size of the objects is asked of the JVM, loaders must not share a probe: equal names are two
 * classes there. Such a probe passes from a loader that is gone to one that has its number.
 *
 * <p>Runs under class-loading locks: takes one short lock of its own and calls nothing that could load a class.
 */
final class ProbeRegistry {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final LongIntMap numbers = new LongIntMap();
    private final Map<String, String> texts = new HashMap<>();
    private final LoaderNumbers loaders = new LoaderNumbers();
    private long textBytes;
    private int methods;

    /** By probe: for which owner of its loader's number the probe was given out last. */
    private int[] owners = new int[1024];

    /** There can be no more probes. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("no probes left", null, false, false);
        }
    }

    /** The loader as long as it lives; null for the bootstrap loader. */
    synchronized Numbered loader(ClassLoader loader) {
        return loader == null ? null : loaders.number(loader);
    }

    /**
     * The probe of an instruction.
     *
     * @param normalType name of the allocated type, normalised
     * @throws ExhaustedException when it would be one too many
     */
    synchronized int probe(long id, MethodProbes method, int line, String normalType, int sizeBytes) {
        Numbered loader = sizeBytes == Probe.SIZE_UNKNOWN && !normalType.startsWith("java.") ? method.loader() : null;
        long key = key(id, sizeBytes, loader);
        int known = numbers.get(key);
        if (known >= 0) {
            passOn(known, loader);
            return known;
        }
        int number = Recording.addProbe(new Probe(id, method.method(), line, text(normalType), sizeBytes));
        if (number < 0) {
            throw new ExhaustedException();
        }
        numbers.put(key, number);
        own(number, loader);
        return number;
    }

    private static long key(long id, int sizeBytes, Numbered loader) {
        long number = loader == null ? 0 : loader.number();
        return id ^ (number << 32 | sizeBytes & 0xFFFFFFFFL) * MIX;
    }

    private void passOn(int probe, Numbered loader) {
        if (loader != null && owners[probe] != loader.owner()) {
            owners[probe] = loader.owner();
            Recording.passOn(probe);
        }
    }

    private void own(int probe, Numbered loader) {
        if (probe >= owners.length) {
            owners = Arrays.copyOf(owners, Math.max(2 * owners.length, probe + 1));
        }
        owners[probe] = loader == null ? 0 : loader.owner();
    }

    /** Heap memory it holds, and the text of the probes. */
    synchronized long heapBytes() {
        return numbers.heapBytes()
                + OwnHeap.ints(owners.length)
                + OwnHeap.hashMap(texts.size())
                + textBytes
                + (long) methods * OwnHeap.object(ProbeMethod.class);
    }

    synchronized ProbeMethod method(String className, String name, String descriptor, String file) {
        methods++;
        return new ProbeMethod(text(className), text(name), text(descriptor), file == null ? null : text(file));
    }

    private String text(String text) {
        String known = texts.putIfAbsent(text, text);
        if (known == null) {
            textBytes += OwnHeap.text(text);
            return text;
        }
        return known;
    }
}
