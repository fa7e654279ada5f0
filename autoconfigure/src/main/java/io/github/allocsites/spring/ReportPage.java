// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.spring;

import io.github.allocsites.report.PageFiles;
import java.util.List;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;

/**
 * The endpoint as a page.
 *
 * @param folder last part of the endpoint's path, which the application may have renamed. The page's addresses are
 * relative to its own, so what stands before that part, be it a base path or a proxy's prefix, is of no account
 * @param writable whether the endpoint takes more than reads
 */
record ReportPage(String folder, boolean writable) {
    private static final EndpointId ID = EndpointId.of("allocsites");

    static ReportPage of(List<PathMapper> paths, EndpointAccessResolver resolver) {
        String path = PathMapper.getRootPath(paths, ID);
        Access access = resolver == null ? Access.READ_ONLY : resolver.accessFor(ID, Access.READ_ONLY);
        return new ReportPage(path.substring(path.lastIndexOf('/') + 1), access == Access.UNRESTRICTED);
    }

    byte[] bytes() {
        return PageFiles.page(folder, writable);
    }
}
