// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.agent.install;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * The file of {@link OomReport}. Used by one thread at a time.
 *
 * <pre>
 *   open                     write                      keep
 *   FILE.partial, empty -->  FILE.partial, a text  -->  FILE
 *   takes heap               takes none                 takes a little, for names
 * </pre>
 */
final class OomFile {
    private final File file;
    private final File partial;
    private RandomAccessFile open;
    private boolean isEmpty = true;
    private boolean isClosed;

    OomFile(Path path) {
        file = path.toFile();
        partial = path.resolveSibling(path.getFileName() + ".partial").toFile();
    }

    /** Does nothing where it is open or closed for good. What an earlier process could not keep is kept now. */
    void open() throws IOException {
        if (open != null || isClosed) {
            return;
        }
        if (file.isDirectory()) {
            throw new IOException("is a directory");
        }
        file.getAbsoluteFile().getParentFile().mkdirs();
        if (partial.length() > 0) {
            rename();
        }
        isEmpty = true; // first: what follows may create the file and then find no heap
        open = new RandomAccessFile(partial, "rw");
    }

    /** Every step once, with no trace left. */
    void rehearse(OomText text) throws IOException {
        write(text);
        open.close();
        partial.renameTo(partial);
        giveUp();
        open();
    }

    /** Replaces what was written since it was opened. Takes no heap. */
    void write(OomText text) throws IOException {
        open();
        if (isClosed) {
            return;
        }
        open.seek(0);
        text.writeTo(open);
        open.setLength(open.getFilePointer());
        isEmpty = false;
    }

    /** Takes back what was written since it was opened. Takes no heap. */
    void clear() throws IOException {
        if (!isEmpty && !isClosed) {
            open.setLength(0);
            isEmpty = true;
        }
    }

    /** Gives it its name; to write again, it has to be opened again. Some systems rename only what is closed. */
    void keep() throws IOException {
        if (isClosed) {
            return;
        }
        open.close();
        rename();
        open = null;
        isEmpty = true;
    }

    /** Lets go of what is written and not kept. */
    void giveUp() {
        partial.delete();
        open = null;
        isEmpty = true;
    }

    /** For good; leaves no empty file behind. */
    void close() throws IOException {
        isClosed = true;
        if (open != null) {
            open.close();
            open = null;
        }
        if (isEmpty) {
            partial.delete();
        }
    }

    private void rename() throws IOException {
        boolean isRenamed = partial.renameTo(file);
        if (!isRenamed && !file.isDirectory()) { // where a file is not replaced by renaming
            isRenamed = file.delete() && partial.renameTo(file);
        }
        if (!isRenamed) {
            throw new IOException("cannot be renamed from " + partial);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
