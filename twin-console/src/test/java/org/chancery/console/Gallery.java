package org.chancery.console;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks at a page as people see it: on a desk's screen and on a phone, light and dark. Keeps a picture of each look
 * and notes what nobody should have to see.
 */
final class Gallery {

    private static final int PHONE = 390;
    private static final int DESK = 1280;
    private static final int HEIGHT = 800;
    private static final int TALLEST = 6000;

    /** The README shows this one in English, on a desk, light. */
    private static final String README = "case";

    private static final Set<String> GRAVE = Set.of("serious", "critical");

    /** Written by people or named in Chinese wherever they stand; all else must be in the reader's language. */
    private static final List<String> ENTERED = List.of(
            FiledCase.COMPANY,
            "示范路88号",
            "李云杉",
            "王经办",
            "天山示范投资有限公司",
            "法定代表人未能接通核实电话",
            "乌鲁木齐云杉软件有限公司",
            "乌鲁木齐红柳软件有限公司",
            "乌鲁木齐胡杨软件有限公司",
            "乌鲁木齐白杨软件有限公司",
            LyingLeaderIT.GROUND,
            "住所证明与申请不符",
            "中文",
            "Powered by bpmn.io");

    private static final Pattern HAN = Pattern.compile("\\p{IsHan}[\\p{IsHan}，。：（）、？]*");
    private static final Pattern ENGLISH = Pattern.compile("\\b[A-Za-z]{3,}( [a-z]{2,}){2,}");
    private static final Pattern KEY = Pattern.compile("(?<![\\w./-])("
            + "access|applied|apply|audit|availability|case|cases|deploy|due|element|entry|erasure|erasures|failure|field|form|inbox|ledger"
            + "|login|lost|models|nav|option|org|pager|peer|person|problem|refusal|role|rule|services|session|status|text"
            + "|trail|transition|verify)\\.[A-Za-z][\\w.-]*");

    private final Path folder;
    private final List<String> findings = new ArrayList<>();

    Gallery(Path folder) {
        this.folder = folder;
    }

    List<String> findings() {
        return findings;
    }

    /**
     * @param name what the page shows, for the file's name
     * @param language in which the page should speak
     */
    void look(Page page, String name, String language) {
        words(page, name, language);
        for (int width : List.of(DESK, PHONE)) {
            page.setViewportSize(width, HEIGHT);
            boolean desk = width == DESK;
            sideways(page, name + "-" + language + (desk ? "-desk" : "-phone"));
            page.setViewportSize(width, height(page));
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                if (language.equals("en") && desk == (scheme == ColorScheme.LIGHT) && !(desk && name.equals(README))) {
                    continue; // the other looks of the same screen are those in Chinese
                }
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                String look = "%s-%s-%s-%s"
                        .formatted(
                                name,
                                language,
                                desk ? "desk" : "phone",
                                scheme.name().toLowerCase(Locale.ROOT));
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(folder.resolve(look + ".png"))
                        .setAnimations(ScreenshotAnimations.DISABLED));
                axe(page, look, desk, scheme);
            }
        }
        page.setViewportSize(DESK, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** So tall that all of it is seen at once; the layout scrolls inside the window. */
    private static int height(Page page) {
        Object tall = page.evaluate("""
                Math.ceil(Math.max(document.documentElement.scrollHeight,
                    ...[...document.querySelectorAll('.screen')].map((screen) => screen.offsetHeight + 60)))
                """);
        return Math.clamp(((Number) tall).intValue(), HEIGHT, TALLEST);
    }

    /** Every rule once per width; in the dark nothing but colours differs, and they are those of the Chinese page. */
    private void axe(Page page, String look, boolean desk, ColorScheme scheme) {
        if (scheme == ColorScheme.DARK && (!desk || look.contains("-en-"))) {
            return;
        }
        AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
        if (scheme == ColorScheme.DARK) {
            axe.withRules(List.of("color-contrast"));
        }
        for (Rule broken : axe.analyze().getViolations()) {
            if (GRAVE.contains(broken.getImpact())) {
                String where = broken.getNodes().stream()
                        .map(CheckedNode::getHtml)
                        .map(html -> html.substring(0, Math.min(160, html.length())))
                        .limit(4)
                        .collect(Collectors.joining("\n      "));
                findings.add(look + ": " + broken.getId() + ", " + broken.getHelp() + "\n      " + where);
            }
        }
    }

    private void sideways(Page page, String look) {
        Object wider = page.evaluate("""
                Math.max(...[document.documentElement, ...document.querySelectorAll('vaadin-app-layout')]
                    .map((frame) => frame.scrollWidth - frame.clientWidth))
                """);
        if (((Number) wider).intValue() > 0) {
            findings.add(look + ": scrolls sideways by " + wider + " px");
        }
    }

    private void words(Page page, String name, String language) {
        // what is read on the screen and what is read aloud; not what people or programs wrote
        String said = (String) page.evaluate("""
                () => {
                  const said = [document.title];
                  const walk = (node) => {
                    if (node.nodeType === Node.TEXT_NODE) said.push(node.data);
                    if (node.nodeType !== Node.ELEMENT_NODE) return;
                    if (['CODE', 'PRE', 'SCRIPT', 'STYLE', 'TEXTAREA'].includes(node.tagName)) return;
                    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
                      if (node.hasAttribute(name)) said.push(node.getAttribute(name));
                    }
                    if (node.checkVisibility && !node.checkVisibility() && node.tagName !== 'DETAILS') return;
                    node.childNodes.forEach(walk);
                  };
                  walk(document.body);
                  return said.join('\\n');
                }
                """);
        String own = said;
        for (String entered : ENTERED) {
            own = own.replace(entered, "");
        }
        find(KEY, own, name + "-" + language + ": a key instead of a text: ");
        if (language.equals("en")) {
            find(HAN, own, name + "-en: not in English: ");
        } else {
            find(ENGLISH, own, name + "-" + language + ": not in Chinese: ");
        }
    }

    private void find(Pattern pattern, String text, String finding) {
        Matcher matcher = pattern.matcher(text);
        Set<String> found = new LinkedHashSet<>();
        while (matcher.find()) {
            found.add(matcher.group());
        }
        if (!found.isEmpty()) {
            findings.add(finding + found);
        }
    }
}
