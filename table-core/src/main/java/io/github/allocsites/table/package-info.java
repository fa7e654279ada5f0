// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The stores: probe totals and the call-site table. <b>Loader</b>: bootstrap, one copy per process ({@link
 * io.github.allocsites.table.Definer} apart). <b>Threads</b>: every thread of the application, inside its
 * allocations.
 * <b>Depends on</b> java.base and nothing else.
 *
 * <h2>One way through</h2>
 *
 * <pre>
 *   instrumented code -&gt; shim -&gt; Hook -&gt; counters of this carrier's arena ----+
 *                                 |                                          | Recording.totals()
 *                                 +-&gt; SlowPath: SeldomCounters, first pages  v
 *                                       |            ended threads' arenas -&gt; ProbeTotals
 *                                       +-&gt; StackCapture -&gt; CallSiteTable -&gt; TableSnapshot
 * </pre>
 *
 * <h2>Probe totals: what is written by whom, and what makes it visible</h2>
 *
 * <pre>
 *   probe:          armed (word 0) &lt;--arm / E3 disarm--&gt; counting (word 1)
 *     its counters: seldom: one of all threads --512 events, E3 assign--&gt; one in each arena
 *   index cell:     FREE --E4 claim--&gt; CLAIMED --E5 publish--&gt; thread id --E8 retire--&gt; FREE
 *   thread's field: stack's size --first event--&gt; arena of its cell &lt;--own work--&gt; discard   (by its thread)
 *   page word:      empty page --E6 link--&gt; page (an arena's own: by its thread; a shared one: by CAS from 0)
 *   threshold:      0 --E10 let count--&gt; n      (by its thread)     n --E10 rouse--&gt; 0      (by the drainer)
 * </pre>
 *
 * <table>
 * <caption>Edges</caption>
 * <tr><td>E2</td><td>{@code Probes.count}, CAS after the probe was put in its place by CAS -&gt; read before it.
 * Without it a reader meets a null probe.</td></tr>
 * <tr><td>E3</td><td>probe's state and word, CAS -&gt; acquire. Offset and size are one word: without it a count
 * could be multiplied by 0. The hook's plain load needs no more: it uses the offset alone. Who gives counters reads the
 * probe's word afterwards, who disarms reads the state afterwards: one of them sees both and settles the offset, else
 * the probe would take the slow path for ever.</td></tr>
 * <tr><td>E4</td><td>cell's id, CAS from FREE; release store back to FREE. Decides one owner; a claimer that wins a
 * freed cell sees it cleared.</td></tr>
 * <tr><td>E5</td><td>cell's id, release store after arena and owner -&gt; acquire by the drainer. Without it the
 * drainer asks a null owner, or sums a stale arena. The owner itself needs no edge: only a thread looks for its
 * own id, ids are never used twice, and so an equal id was stored by this very thread.</td></tr>
 * <tr><td>E6</td><td>page word, release store (CAS where shared) after the page was zeroed -&gt; acquire by the
 * drainer. Without it a sum could read what the page held before. Counters are plain words with one writer, read
 * opaquely: a sum may lag behind a running thread and never tears.</td></tr>
 * <tr><td>E7</td><td>slab's free list head, CAS with a tag that always grows. Without the tag a page that was
 * taken and given back between read and CAS would bring its old successor back.</td></tr>
 * <tr><td>E8</td><td>{@code Thread.isAlive()} is false -&gt; everything that thread did. Only then is its arena
 * read for the last time and its memory given away; {@code Thread.exit} itself allocates, so nothing earlier will
 * do.</td></tr>
 * <tr><td>E9</td><td>a probe that passes on: its counters are kept as former ones, then its state changes by CAS; read
 * in the order counters, state, former, each counter once. Without it former events would be missing for a moment, or
 * events be multiplied by a size that is not theirs.</td></tr>
 * <tr><td>E10</td><td>a counter's threshold, volatile store by its thread -&gt; then the probe's word is read; the
 * probe's word, stored by who arms it -&gt; then the threshold, volatile store of 0. Whoever comes second sees the
 * other: without it an armed probe would not be attended to before its next sample. Nothing else depends on a
 * threshold, so that the hook reads it plainly.</td></tr>
 * </table>
 *
 * <p>A total only grows: an arena is added to the shared one and unlinked within one turn of the readers' lock.
 *
 * <h2>Call-site table</h2>
 *
 * <pre>
 *   bucket:   EMPTY (hash 0) --T1 claim--&gt; CLAIMED (hash, frameCount 0) --T2 publish--&gt; PUBLISHED (terminal)
 * </pre>
 *
 * <table>
 * <caption>Edges</caption>
 * <tr><td>T1</td><td>hash, CAS from 0. Decides one owner and orders nothing else. The hash is no identity: frames are
 * compared.</td></tr>
 * <tr><td>T2</td><td>frameCount, release store after probe and frames -&gt; acquire. Without it a reader sees torn
 * frames.</td></tr>
 * <tr><td>T3</td><td>count, bytes and, above frameCount in its word, samples: atomic adds once published. Promise
 * no order with T2 and none between each other; nothing is
 * lost.</td></tr>
 * <tr><td>T4</td><td>memory reference, CAS and swap. First part, capacity and size are final fields of the object, so
 * nobody has one without the others.</td></tr>
 * <tr><td>T5</td><td>users: raised before the reference is read again, lowered at the end. A replaced table is
 * freed at 0 only; whoever raises it later finds the reference changed and touches nothing.</td></tr>
 * <tr><td>T6</td><td>a later part's address, CAS from 0 after its buckets were zeroed -&gt; volatile read. Without it a
 * record could meet what the memory held before. Losers free theirs; only T5 frees the winner's.</td></tr>
 * </table>
 *
 * <h2>Progress</h2>
 *
 * <p>The hook is wait-free. The slow path and {@code CallSiteTable.record} are lock-free with bounded searches.
 * Readers take turns by a lock that no recorder ever takes.
 */
package io.github.allocsites.table;
