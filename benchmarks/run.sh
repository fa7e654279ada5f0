#!/usr/bin/env bash
# SPDX-FileCopyrightText: The allocsites authors
# SPDX-License-Identifier: Apache-2.0
#
# What the agent costs beside its peers: whole programs, each in a fresh JVM, without an agent and with one in turns.
# Prints a table and writes it to benchmarks/results/<date>-<processor>-<jdk>.md; an hour with five pairs.
#   benchmarks/run.sh [pairs, 5 unless told] [part of a contender's name]
# JAVA_HOME chooses the JVM. Build first: mvn -B -q -DskipTests package
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jdk=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -n 1)
name=$(date +%F)-$(tr -cs '[:alnum:]\n' '-' <<<"${processor:-$(uname -m)}" | sed 's/-*$//')-$jdk.md
mkdir -p results
if [ $# -gt 1 ]; then
    name=../programs/target/part.md # a part of the contenders is no result to keep
fi
lib=$PWD/programs/target/lib
{
    echo "# Whole programs, $(date +%F), JDK $jdk"
    echo
    echo "${processor:-unknown processor}, $(getconf _NPROCESSORS_ONLN) processors; heap of 1 GB, serial collector."
    echo
    "$java" -Dallocsites.agent="$PWD/../agent/target/allocsites-agent.jar" -Dbenchmarks.lib="$lib" \
        -cp "$PWD/programs/target/classes:$lib/*" io.github.allocsites.benchmarks.Compare kernels "${1:-5}" "${2:-}"
} | tee "results/$name"
