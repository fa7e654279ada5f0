// SPDX-FileCopyrightText: The allocsites authors
// SPDX-License-Identifier: Apache-2.0
package io.github.allocsites.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import tools.jackson.databind.JsonNode;

/** The machine's Chromium, without a window. Nothing is downloaded: where there is none, tests are skipped. */
final class Browser implements AutoCloseable {
    static final int WIDE = 1280;
    static final int NARROW = 375;

    /** Bounds what hangs; no test waits this long for a page that works. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Where pictures go; {@code -Dallocsites.screenshots=} names the folder of those in the documentation. */
    private static final Path PICTURES = Path.of(System.getProperty("allocsites.screenshots", "target/screenshots"));

    /** Of a line in a picture: nobody waits for a long one that nobody looks at. */
    static final int READINGS = System.getProperty("allocsites.screenshots") == null ? 2 : 20;

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    static Browser start() {
        Path chromium = find("chromium", "chromium-browser", "google-chrome");
        Path chromedriver = find("chromedriver");
        Assumptions.assumeTrue(
                chromium != null && chromedriver != null,
                "no Chromium with its driver on this machine (Debian: chromium chromium-driver)");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium.toFile());
        options.addArguments(FLAGS);
        options.addArguments("--window-size=" + WIDE + ",800");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort()
                .withLogFile(new File("target/chromedriver.log"))
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Path find(String... names) {
        for (String name : names) {
            for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
                Path file = Path.of(folder, name);
                if (Files.isExecutable(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** As wide as this, with these colours. */
    void show(int width, String colours) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", width == NARROW));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    /** With nothing of an earlier test. */
    void open(URI address, int width, String colours) {
        show(width, colours);
        driver.get("about:blank");
        driver.manage().logs().get(LogType.BROWSER);
        driver.manage().logs().get(LogType.PERFORMANCE);
        driver.get(address.toString());
    }

    void open(URI address) {
        open(address, WIDE, "light");
    }

    /** A page with its rows and its graph. */
    void openPage(URI address, int width, String colours) {
        open(address, width, colours);
        await("rows", () -> count(".rows > .line:not([hidden])") > 0);
    }

    void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!isMet(condition)) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("not seen: " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** An element may be drawn anew between finding it and reading it. */
    private static boolean isMet(BooleanSupplier condition) {
        try {
            return condition.getAsBoolean();
        } catch (StaleElementReferenceException drawnAnew) {
            return false;
        }
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    WebElement one(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void click(String selector) {
        one(selector).click();
    }

    void type(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    void clear(String selector) {
        one(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    }

    String text(String selector) {
        return one(selector).getText();
    }

    /** The texts of all that match, from the top of the page down. */
    List<String> texts(String selector) {
        return strings("""
                return [...document.querySelectorAll(arguments[0])]
                  .filter(node => node.getClientRects().length > 0)
                  .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
                  .map(node => node.textContent)""", selector);
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    private List<String> strings(String script, Object... arguments) {
        List<String> strings = new ArrayList<>();
        for (Object each : (List<?>) run(script, arguments)) {
            strings.add((String) each);
        }
        return strings;
    }

    /** Milliseconds from an input to the picture that answers it, as the page itself measures. */
    double answer(String script) {
        String timed = "const done = arguments[0]; const before = performance.now(); (() => {" + script + "})();"
                + "requestAnimationFrame(() => setTimeout(() => done(performance.now() - before)));";
        return ((Number) driver.executeAsyncScript(timed)).doubleValue();
    }

    /** Demands that nothing was refused or failed, and that nobody else was asked, since the page was opened. */
    void checkQuiet(URI home) {
        assertThat(driver.manage().logs().get(LogType.BROWSER).getAll())
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .extracting(LogEntry::getMessage)
                .isEmpty();
        TreeSet<String> asked = new TreeSet<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode message = Answer.parse(entry.getMessage()).get("message");
            if (message.get("method").asString().equals("Network.requestWillBeSent")) {
                asked.add(message.at("/params/request/url").asString());
            }
        }
        String prefix = home.getScheme() + "://" + (home.getAuthority() == null ? "/" : home.getAuthority());
        assertThat(asked)
                .isNotEmpty()
                .allSatisfy(
                        url -> assertThat(url).matches(each -> each.startsWith(prefix) || each.startsWith("data:")));
    }

    void picture(String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
