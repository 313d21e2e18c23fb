package org.chancery.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A person before a screen who reads the answer, and acts again where it says to try again. */
final class Patiently {

    /** How long anything may take to be seen: a slow machine serves the node, the browser and the build. */
    static final double MILLIS = 60_000;

    private static final Pattern AGAIN = Pattern.compile("未记录：|尚不能确定是否已记录|Not recorded:|not yet known whether");
    private static final Pattern DOUBT = Pattern.compile("尚不能确定是否已记录|not yet known whether");
    private static final Pattern ALREADY = Pattern.compile("已由他人先行办理|Somebody else was faster");

    private Patiently() {}

    /** Acts until the answer is seen. */
    static void until(Page page, Runnable act, Locator answer) {
        read(page);
        act.run();
        answered(page, act, answer);
    }

    /**
     * Waits for the answer to what was done already, and does it again for a minute where the ledger could not record
     * it. A second attempt after a doubtful one may find the first one's work done, which is an answer too.
     */
    static void answered(Page page, Runnable act, Locator answer) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Locator again = unread(page, AGAIN);
        Locator expected = answer;
        while (true) {
            expected.or(again).first().waitFor();
            if (again.count() == 0) {
                return;
            }
            if (System.nanoTime() > end) {
                assertThat(answer).isVisible();
            }
            if (unread(page, DOUBT).count() > 0) {
                expected = answer.or(unread(page, ALREADY));
            }
            read(page);
            act.run();
        }
    }

    private static Locator unread(Page page, Pattern text) {
        return page.locator(".notice-problem:not([data-read])").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static void read(Page page) {
        page.locator(".notice-problem").evaluateAll("notices => notices.forEach(notice => notice.dataset.read = '')");
    }
}
