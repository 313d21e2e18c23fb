package org.chancery.console.verify;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a stranger's screen looks like, light and dark: a picture of each is kept, and what keeps people out is named. */
final class Looks {

    private static final Path PICTURES = Path.of("target", "screens");
    private static final int PHONE = 390;
    private static final int DESK = 1280;
    private static final int HEIGHT = 800;

    /** As for the console's other screens. */
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private Looks() {}

    /**
     * In Chinese on a phone, in English on a desk.
     *
     * @return each broken rule of accessibility, and whether something is wider than the screen
     */
    static List<String> faults(Page page, String name, String language) {
        boolean desk = language.equals("en");
        List<String> faults = new ArrayList<>();
        page.setViewportSize(desk ? DESK : PHONE, HEIGHT);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String look = name + "-" + language + (desk ? "-desk-" : "-phone-")
                    + scheme.name().toLowerCase(Locale.ROOT);
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve(look + ".png"))
                    .setFullPage(true)
                    .setAnimations(ScreenshotAnimations.DISABLED));
            AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
            if (scheme == ColorScheme.DARK) {
                axe.withRules(List.of("color-contrast")); // nothing else differs
            }
            for (Rule broken : axe.analyze().getViolations()) {
                if (GRAVE.contains(broken.getImpact())) {
                    List<String> where = broken.getNodes().stream()
                            .map(CheckedNode::getHtml)
                            .limit(3)
                            .toList();
                    faults.add(look + ": " + broken.getId() + " " + where);
                }
            }
        }
        Object wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (((Number) wider).intValue() > 0) {
            faults.add(name + "-" + language + ": scrolls sideways by " + wider + " px");
        }
        return faults;
    }
}
