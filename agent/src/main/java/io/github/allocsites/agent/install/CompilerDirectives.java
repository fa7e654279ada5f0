// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import io.github.allocsites.agent.instrument.InstrumentingTransformer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import net.bytebuddy.jar.asm.Type;

/**
 * Keeps the optimising compiler away from our transformer, and from the library it reads types with. They are hot while
 * an application starts, and hardly ever again: C2 would spend more time on their code than they take themselves, while
 * the application's own waits in the queue. What C1 makes of it is fast enough.
 *
 * <p>Said by the JVM's own command {@code Compiler.directives_add}, for our classes and for the JDK's own that call
 * them. A JVM that does not know it, or no folder for its file, leaves things as they are: this is about cost alone.
 *
 * <p>Source: JEP 165, Compiler Control.
 */
final class CompilerDirectives {
    /** The second one for the JDK's own calls of the transformer, into which C2 would inline it. */
    private static final String TEXT = """
            [
              { match: ["{transformer}/*.*", "{library}/*.*"], c2: { Exclude: true } },
              { match: "sun/instrument/*.*", c2: { inline: "-{transformer}/*.*" } }
            ]
            """.replace("{transformer}", folder(InstrumentingTransformer.class))
            .replace("{library}", folder(Type.class));

    private static final Set<PosixFilePermission> OURS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final DiagnosticCommands commands;

    CompilerDirectives(DiagnosticCommands commands) {
        this.commands = commands;
    }

    private static String folder(Class<?> type) {
        return type.getPackageName().replace('.', '/');
    }

    /** Leaves the transformer to C1; nothing happens where the JVM does not take it. */
    void leaveTransformerToC1() {
        try {
            if (hasC1(commands.run("VM.flags"))) {
                add();
            }
        } catch (IOException | RuntimeException unknown) {
            return; // C2 will have more to do
        }
    }

    /** By the flags that are not as they are by default: without C1 the transformer would be interpreted for ever. */
    private static boolean hasC1(String flags) {
        return !flags.isEmpty() && !flags.contains("-XX:-TieredCompilation") && !flags.contains("-XX:CompilationMode=");
    }

    private void add() throws IOException {
        String name = "allocsites-" + Long.toHexString(System.nanoTime()) + ".json";
        Path file = Path.of(System.getProperty("java.io.tmpdir"), name);
        try {
            write(file);
            commands.run("Compiler.directives_add \"" + file + "\"");
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A file that was not there before and nobody else can change: its folder may be everybody's. */
    private static void write(Path file) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ours =
                posix ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OURS)} : new FileAttribute<?>[0];
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel out = Files.newByteChannel(file, options, ours)) {
            out.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
