// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.cli;

import java.util.List;

/**
 * What {@code java -jar allocsites-agent.jar} runs. Exit codes: 0 done, 1 worse than allowed, 2 wrong usage or bad
 * input.
 */
public final class Main {
    static final int OK = 0;
    static final int WORSE = 1;
    static final int REFUSED = 2;

    private Main() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        Output output = Output.standard();
        int exitCode = run(List.of(arguments), output);
        output.out().flush();
        System.exit(exitCode);
    }

    static int run(List<String> arguments, Output output) {
        try {
            return command(arguments, output);
        } catch (UsageException wrong) {
            output.err().println("allocsites: " + Names.printable(wrong.getMessage()));
            output.err().print(Usage.TEXT);
        } catch (BadInputException bad) {
            output.err().println("allocsites: " + bad.getMessage());
        } catch (RuntimeException | OutOfMemoryError unforeseen) { // 1 would say that something got worse
            output.err().println("allocsites: " + Names.printable(unforeseen.toString()));
        }
        return REFUSED;
    }

    private static int command(List<String> arguments, Output output) throws BadInputException {
        if (arguments.isEmpty()) {
            throw new UsageException("no command");
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (arguments.get(0)) {
            case "top" -> Top.run(rest, output);
            case "diff" -> Diff.run(rest, output);
            case "convert" -> Convert.run(rest, output);
            case "help", "--help", "-h" -> say(output, Usage.TEXT);
            case "version", "--version" -> say(output, "allocsites " + version() + System.lineSeparator());
            default -> throw new UsageException("unknown command " + arguments.get(0));
        };
    }

    private static int say(Output output, String text) {
        output.out().print(text);
        return OK;
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
