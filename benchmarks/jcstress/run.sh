#!/usr/bin/env bash
# SPDX-FileCopyrightText: The allocsites authors
# SPDX-License-Identifier: Apache-2.0
#
# Holds the edges of table-core's memory model (its package-info) against jcstress. A test of a shipped edge must never
# show a forbidden outcome; a test of an edge weakened on purpose (Weakened*) must show its failure at least once. Prints
# a table, writes it to benchmarks/results and ends with 1 when something is not so.
#   benchmarks/jcstress/run.sh [seconds, 280 unless told] [regular expression for the tests]
# JAVA_HOME chooses the JVM. Build first: mvn -B -q -DskipTests package -pl benchmarks/jcstress -am
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jdk=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
work=target/jcstress
mkdir -p "$work" ../results
if [ $# -gt 1 ]; then
    result=$PWD/$work/result.md # a part of the tests is no result to keep
else
    result=$(cd ../results && pwd)/jcstress-$(date +%F)-$jdk.md
fi
lib=$PWD/target/classes:$PWD/target/lib/*
cd "$work"
exec "$java" -XX:+UseSerialGC --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED \
    --add-exports=java.base/jdk.internal.vm.annotation=ALL-UNNAMED \
    -cp "$lib" io.github.allocsites.table.Stress full "${1:-280}" "$result" ${2:+"$2"}
