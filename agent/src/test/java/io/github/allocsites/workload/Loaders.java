// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.workload;

import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;

/** Loads a class that allocates in a loader of its own, uses it, drops both and waits until it is collected. */
public final class Loaders {
    private Loaders() {}

    public static void main(String[] arguments) throws Exception {
        WeakReference<ClassLoader> loader = use();
        for (int i = 0; i < 100 && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(100);
        }
        System.out.println("collected=" + (loader.get() == null));
    }

    private static WeakReference<ClassLoader> use() throws Exception {
        URL here = Loaders.class.getProtectionDomain().getCodeSource().getLocation();
        ClassLoader loader = new URLClassLoader(new URL[] {here}, ClassLoader.getPlatformClassLoader());
        Runnable task = (Runnable)
                loader.loadClass(Task.class.getName()).getConstructor().newInstance();
        task.run();
        Thread thread = new Thread(task);
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        return new WeakReference<>(loader);
    }

    /** Allocates. */
    public static final class Task implements Runnable {
        private Object kept;

        @Override
        public void run() {
            for (int i = 0; i < 1000; i++) {
                kept = new Object[] {kept == null};
            }
        }
    }
}
