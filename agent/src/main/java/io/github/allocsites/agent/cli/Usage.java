// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

/** How commands are called. */
final class Usage {
    static final String TEXT = """
            usage: java -jar allocsites-agent.jar COMMAND

              top REPORT.json                    the rows that allocate the most
              diff BEFORE.json AFTER.json        what got worse, and what better
              convert REPORT.json FILE           the same report as .pb.gz, .collapsed, .html, .dhat.json, .csv or .json
              help, --version

            A report is what dump=FILE.json wrote, or what GET /actuator/allocsites answered.

              --limit N                          rows shown, 20 by default
              --sort bytes|count                 by what, bytes by default
              --group-by site|app|stack|method|class|type
                                                 what makes a row, where the report allows it
              --bytes                            bytes written out instead of KB, MB and GB of 1024
            diff only:
              --per-second                       rates instead of sums
              --fail-above 5%|10MB               exit code 1 when all rows together grew by more
              --fail-above-row 5%|10MB           exit code 1 when one row grew by more, a percentage being that of all
                                                 bytes before

            Exit codes: 0 done, 1 grew by more than allowed, 2 wrong usage or bad input.
            """;

    private Usage() {}
}
