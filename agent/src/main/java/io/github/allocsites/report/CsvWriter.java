// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * Writes the rows of a report as RFC 4180 has it, the names of the JSON's fields first. An absent value is empty, the
 * frames of a stack are joined by semicolons.
 *
 * <p>A field that begins with {@code =}, {@code +}, {@code -} or {@code @} gets an apostrophe before it: a spreadsheet
 * would take it for a formula and run it, and class and method names may begin with any of them.
 */
public final class CsvWriter implements ReportFormat {
    private static final String HEAD =
            "id,site,className,method,file,line,type,count,bytes,share,estimated,samples,stack";

    /** Creates a writer. */
    public CsvWriter() {}

    @Override
    public String name() {
        return "csv";
    }

    @Override
    public String mediaType() {
        return "text/csv;charset=UTF-8";
    }

    @Override
    public String suffix() {
        return ".csv";
    }

    @Override
    public void write(Snapshot snapshot, Query query, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.append(HEAD).append("\r\n");
        for (Site site : Report.of(snapshot, query).sites()) {
            row(site, writer);
        }
        writer.flush();
    }

    private static void row(Site site, Appendable out) throws IOException {
        StringBuilder share = new StringBuilder();
        JsonText.fraction(site.share(), share);
        Object[] fields = {
            site.id(),
            site.site(),
            site.className(),
            site.method(),
            site.file(),
            site.line(),
            site.type(),
            site.count(),
            site.bytes(),
            share,
            site.estimated(),
            site.samples(),
            site.stack() == null ? null : String.join(";", site.stack())
        };
        String separator = "";
        for (Object field : fields) {
            out.append(separator);
            field(field == null ? "" : field.toString(), out);
            separator = ",";
        }
        out.append("\r\n");
    }

    private static void field(String text, Appendable out) throws IOException {
        String safe = isFormula(text) ? "'" + text : text;
        if (needsQuotes(safe)) {
            out.append('"').append(safe.replace("\"", "\"\"")).append('"');
        } else {
            out.append(safe);
        }
    }

    /** Spreadsheets skip blanks and controls before a formula. */
    private static boolean isFormula(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > ' ') {
                return c == '=' || c == '+' || c == '-' || c == '@';
            }
        }
        return false;
    }

    /** Semicolons too: they separate fields where commas are in numbers. */
    private static boolean needsQuotes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ',' || c == ';' || c == '"' || c < ' ') {
                return true;
            }
        }
        return false;
    }
}
