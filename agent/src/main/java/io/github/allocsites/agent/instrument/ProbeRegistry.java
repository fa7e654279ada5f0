// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.instrument;

import io.github.allocsites.table.Probe;
import io.github.allocsites.table.Probe.ProbeMethod;
import io.github.allocsites.table.Recording;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each allocating instruction its probe, and the same probe again when its class is instrumented again.
 *
 * <p>Runs under class-loading locks: takes one short lock of its own and calls nothing that could load a class.
 */
final class ProbeRegistry {
    private final LongIntMap numbers = new LongIntMap();
    private final Map<String, String> texts = new HashMap<>();
    private final LoaderNumbers loaders = new LoaderNumbers();

    /** There can be no more probes. */
    static final class ExhaustedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExhaustedException() {
            super("no probes left", null, false, false);
        }
    }

    /** The number of a loader, the same as long as the loader lives. */
    synchronized int loader(ClassLoader loader) {
        return loader == null ? 0 : loaders.number(loader);
    }

    /**
     * The probe of an instruction.
     *
     * @throws ExhaustedException when it would be one too many
     */
    synchronized int probe(long id, ProbeMethod method, int line, String type, int sizeBytes, int loader) {
        long key = id ^ ((long) loader << 32 | sizeBytes & 0xFFFFFFFFL) * 0x9E3779B97F4A7C15L;
        int known = numbers.get(key);
        if (known >= 0) {
            return known;
        }
        int number = Recording.addProbe(new Probe(id, method, line, text(type), sizeBytes));
        if (number < 0) {
            throw new ExhaustedException();
        }
        numbers.put(key, number);
        return number;
    }

    synchronized ProbeMethod method(String className, String name, String descriptor, String file) {
        return new ProbeMethod(text(className), text(name), text(descriptor), file == null ? null : text(file));
    }

    private String text(String text) {
        String known = texts.putIfAbsent(text, text);
        return known == null ? text : known;
    }
}
