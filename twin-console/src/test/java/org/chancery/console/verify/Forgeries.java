package org.chancery.console.verify;

import static org.chancery.console.verify.Signers.utf8;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.Hash;
import org.chancery.ledger.Head;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.log.Receipts;
import org.chancery.ledger.verify.Rfc6962;

/**
 * What a forger who has everything but the keys can make of genuine receipts and of the page of a case. A page from
 * which a whole record was taken, and one that leads to another address, claim nothing that is not so, and are not
 * forgeries here; both verifiers say that neither is proven.
 */
final class Forgeries {

    private static final String PROOF = "c2sp.org/tlog-proof@v1";

    private final GenuineCase genuine;
    private final Random random;
    private final List<byte[]> bases = new ArrayList<>();
    private final List<Forgery> all = new ArrayList<>();
    private final Signers foreign;

    Forgeries(GenuineCase genuine, Path folder, long seed) throws Exception {
        this.genuine = genuine;
        this.random = new Random(seed);
        this.foreign = Signers.fresh(folder, Signers.ORIGIN);
        genuine.receipts.forEach(receipt -> bases.add(utf8(receipt.text())));
        bases.add(utf8(genuine.html()));
        for (int i = 0; i < genuine.receipts.size(); i++) {
            flips(i, 40, 0, bases.get(i).length);
            lines(i);
            fields(i);
            records(i);
            proofs(i);
            checkpoints(i);
            int base = i;
            new ForgedSignatures(genuine, foreign, text(i), (name, forged) -> add(name, base, forged)).make();
            forms(i);
        }
        pages();
    }

    /** The genuine files: receipts, then the page. */
    List<byte[]> bases() {
        return bases;
    }

    List<Forgery> all() {
        return all;
    }

    private String text(int base) {
        return new String(bases.get(base), StandardCharsets.UTF_8);
    }

    private void add(String name, int base, String forged) {
        byte[] file = utf8(forged);
        if (!Arrays.equals(file, bases.get(base))) {
            all.add(new Forgery(name + " of " + base, base, file));
        }
    }

    private void replace(String name, int base, String what, String with) {
        String text = text(base);
        if (!text.contains(what)) {
            throw new IllegalStateException(name + ": there is no " + what);
        }
        add(name, base, text.replace(what, with));
    }

    private void flips(int base, int count, int from, int to) {
        for (int i = 0; i < count; i++) {
            byte[] flipped = bases.get(base).clone();
            int at = from + random.nextInt(to - from);
            int bit = random.nextInt(8);
            flipped[at] ^= (byte) (1 << bit);
            all.add(new Forgery("bit " + bit + " of byte " + at + " of " + base, base, flipped));
        }
    }

    private void lines(int base) {
        List<String> lines = List.of(text(base).split("(?<=\n)"));
        for (int i = 0; i < lines.size(); i++) {
            List<String> changed = new ArrayList<>(lines);
            changed.remove(i);
            add("line " + i + " dropped", base, String.join("", changed));
            changed.add(i, lines.get(i));
            changed.add(i, lines.get(i));
            add("line " + i + " doubled", base, String.join("", changed));
            int j = random.nextInt(lines.size());
            changed = new ArrayList<>(lines);
            // Cosignatures may stand in any order.
            if (!lines.get(i).startsWith("—") || !lines.get(j).startsWith("—")) {
                changed.set(i, lines.get(j));
                changed.set(j, lines.get(i));
                add("lines " + i + " and " + j + " swapped", base, String.join("", changed));
            }
        }
    }

    private void fields(int base) {
        List<String> lines = Arrays.stream(text(base).split("(?<=\n)"))
                .filter(line -> line.startsWith("{\"name\""))
                .toList();
        for (String line : lines) {
            replace("personal or plain value", base, line, line.replaceFirst("(\"value\":\"\\w+)", "$1x"));
            replace(
                    "salt",
                    base,
                    line,
                    line.replaceFirst("\"salt\":\"A", "\"salt\":\"B")
                            .replaceFirst("\"salt\":\"([^A])", "\"salt\":\"A"));
            replace("name", base, line, line.replaceFirst("\"name\":\"", "\"name\":\"x"));
            replace("transition", base, line, line.replaceFirst("\"transition\":\\d", "\"transition\":1"));
        }
        replace("identity number", base, "650102199003074516", "650102199003074517");
        replace("case of a field", base, "EST-2026-1", "EST-2026-2");
        if (text(base).contains("\uFFFD")) {
            // the same bytes in UTF-8 for whoever encodes what cannot be
            replace("half a surrogate pair", base, "\uFFFD", "\\ud800");
        }
        add("all fields but one", base, text(base).replace(lines.getLast(), "").replace(lines.get(1), ""));
        add("fields of another receipt", base, text(base).replace(String.join("", lines), values((base + 1) % 3)));
    }

    private String values(int base) {
        String text = text(base);
        return text.substring(text.indexOf("\n{\"name\"") + 1, text.indexOf("\n" + PROOF));
    }

    private void records(int base) {
        replace("model hash", base, "\"model\":\"", "\"model\":\"A");
        replace("another model", base, model(base), "q".repeat(43));
        replace("status", base, "\"status\":\"", "\"status\":\"X");
        replace("organisation", base, "\"org\":\"amr\"", "\"org\":\"tax\"");
        replace("person", base, "\"key\":\"k1\"", "\"key\":\"k2\"");
        replace("time", base, "01:00:00Z", "02:00:00Z");
        replace("term", base, "\"term\":3", "\"term\":4");
        replace("version of the model", base, "\"version\":4", "\"version\":5");
        replace("case", base, "c-est-1", "c-est-2");
        replace("step left out", base, "{\"element\":\"review\",\"type\":\"passed\"},", "");
        replace("space in the record", base, "\"kind\":", "\"kind\": ");
    }

    private String model(int base) {
        String text = text(base);
        int at = text.indexOf("\"model\":\"") + 9;
        return text.substring(at, at + 43);
    }

    private void proofs(int base) {
        String text = text(base);
        long index = genuine.index(base);
        for (long wrong : new long[] {
            0,
            1,
            index - 1,
            index + 1,
            index ^ 2,
            1L << 40,
            genuine.store.head().size()
        }) {
            add("index " + wrong, base, text.replace("\nindex " + index + "\n", "\nindex " + wrong + "\n"));
        }
        replace("index below nothing", base, "\nindex " + index, "\nindex -1");
        String proof = text.substring(text.indexOf("\nindex"), text.indexOf("\n\n", text.indexOf("\nindex")));
        for (int other = 0; other < 3; other++) {
            String theirs = text(other);
            add(
                    "proof of " + other,
                    base,
                    text.replace(
                            proof,
                            theirs.substring(
                                    theirs.indexOf("\nindex"), theirs.indexOf("\n\n", theirs.indexOf("\nindex")))));
            add(
                    "record of " + other,
                    base,
                    theirs.substring(0, theirs.indexOf(PROOF)) + text.substring(text.indexOf(PROOF)));
        }
        String path = proof.substring(proof.indexOf('\n', 1) + 1);
        add("no path", base, text.replace(path, ""));
        add("path of empty roots", base, text.replace(path, path.replaceAll("(?m)^.+$", empty())));
        add("longer path", base, text.replace(path, path + "\n" + empty()));
        add("the root as path", base, text.replace(path, root(text)));
        List<String> reversed = new ArrayList<>(List.of(path.split("\n"))).reversed();
        add("path reversed", base, text.replace(path, String.join("\n", reversed)));
    }

    private static String empty() {
        return new Hash(Rfc6962.empty()).base64();
    }

    private static String root(String text) {
        return text.substring(text.indexOf(Signers.ORIGIN)).split("\n")[2];
    }

    private void checkpoints(int base) {
        String text = text(base);
        String before = text.substring(0, text.indexOf("\n" + Signers.ORIGIN) + 1);
        for (long size : new long[] {1, 2, 8, 16, 33, genuine.index(base), genuine.index(base) + 1}) {
            Checkpoint older = genuine.older(size);
            add("older checkpoint of " + size, base, before + older.note());
        }
        Head nothing = new Head(0, new Hash(Rfc6962.empty()));
        String zero = genuine.signers.checkpoint(nothing).note();
        add("size 0", base, before + zero);
        add("size 0, index 0, no path", base, head(text) + PROOF + "\nindex 0\n\n" + zero);
        Hash leaf = new Hash(Rfc6962.leaf(utf8(text.split("\n")[1])));
        add(
                "a log of this leaf alone, signed by nobody",
                base,
                head(text) + PROOF + "\nindex 0\n\n" + Signers.ORIGIN + "\n1\n" + leaf.base64() + "\n"
                        + text.substring(text.indexOf("time 2")));
        replace("empty root", base, root(text), empty());
        replace("root of zeroes", base, root(text), Base64.getEncoder().encodeToString(new byte[32]));
        long size = genuine.store.head().size();
        for (long wrong : new long[] {0, 1, size - 1, size + 1, size * 2, 999_999_999_999_999_999L}) {
            replace("size " + wrong, base, "\n" + size + "\n", "\n" + wrong + "\n");
        }
        replace("moment of the checkpoint", base, "time 2026-11-24T01:02:03.456Z", "time 2027-11-24T01:02:03.456Z");
        replace("another log's name", base, "\n" + Signers.ORIGIN + "\n", "\nchancery.example/side\n");
    }

    private static String head(String text) {
        return text.substring(0, text.indexOf(PROOF));
    }

    private void forms(int base) {
        String text = text(base);
        add("carriage returns", base, text.replace("\n", "\r\n"));
        add("byte order mark", base, "\ufeff" + text);
        add("space before", base, " " + text);
        add("newline behind", base, text + "\n");
        add("no last newline", base, text.substring(0, text.length() - 1));
        add("nothing", base, "");
        replace("version 1", base, "receipt v2", "receipt v1");
        replace("an extra line", base, PROOF + "\n", PROOF + "\nextra AAAA\n");
        replace("index with a zero", base, "\nindex ", "\nindex 0");
        replace("base64 without padding", base, "=\n", "\n");
    }

    private void pages() throws Exception {
        int base = bases.size() - 1;
        String html = text(base);
        int block = html.indexOf("id=\"chancery-case\">") + 19;
        int end = html.indexOf("</script>", block);
        // Behind the address, which nobody signed: its 4 characters in base64 for 3 end before that.
        int proven = block + (GenuineCase.ADDRESS.length() + 16) * 4 / 3 + 8;
        // Before the zone, which ends the block and names itself with every time that is shown in it.
        int zone = end - (GenuineCase.ZONE.getId().length() + 16) * 4 / 3 - 8;
        flips(base, 60, utf8(html.substring(0, proven)).length, utf8(html.substring(0, zone)).length);
        flips(base, 40, 0, utf8(html.substring(0, block)).length);
        flips(base, 40, utf8(html.substring(0, end)).length, bases.get(base).length);
        List<Receipt> receipts = genuine.receipts;
        CasePage page = genuine.page;
        String key = genuine.signers.logKey().text();
        for (Forgery forged : List.copyOf(all)) {
            if (forged.base() < 3 && !forged.name().startsWith("bit") && random.nextInt(4) == 0) {
                List<Receipt> changed = new ArrayList<>(receipts);
                changed.set(forged.base(), new Receipt(0, new String(forged.file(), StandardCharsets.UTF_8)));
                page("page with " + forged.name(), base, new CasePage(changed, page.deployment(), page.files()), key);
            }
        }
        page("records in another order", base, new CasePage(receipts.reversed(), page.deployment(), page.files()), key);
        page(
                "a record twice",
                base,
                new CasePage(List.of(receipts.get(0), receipts.get(0)), page.deployment(), page.files()),
                key);
        page(
                "a record of another case",
                base,
                new CasePage(List.of(receipts.get(0), genuine.other), page.deployment(), page.files()),
                key);
        page("no records", base, new CasePage(List.of(), page.deployment(), page.files()), key);
        for (int i = 0; i < 3; i++) {
            List<Receipt> closed = new ArrayList<>(receipts);
            closed.set(i, receipts.get(i).with(List.of()));
            page("fields hidden in " + i, base, new CasePage(closed, page.deployment(), page.files()), key);
        }
        page("another key", base, page, foreign.logKey().text());
        page("no deployment", base, new CasePage(receipts, Optional.empty(), page.files()), key);
        page("another deployment", base, new CasePage(receipts, Optional.of(receipts.get(0)), page.files()), key);
        for (String file : page.files().keySet()) {
            var files = new java.util.HashMap<>(page.files());
            files.put(
                    file,
                    files.get(file)
                            .replace("审查", "批准")
                            .replace("Identity", "Passport")
                            .replace("Review", "Approval"));
            page("rewritten " + file, base, new CasePage(receipts, page.deployment(), files), key);
            files = new java.util.HashMap<>(page.files());
            files.put("x" + file, files.get(file));
            page("added x" + file, base, new CasePage(receipts, page.deployment(), files), key);
        }
        shells(base, html);
        forgedWhole(base);
    }

    private void page(String name, int base, CasePage page, String key) {
        add(name, base, page.html(GenuineCase.ADDRESS, key, GenuineCase.ZONE));
    }

    private void shells(int base, String html) {
        add("another script", base, html.replaceFirst("<script>", "<script>document.title='valid';"));
        add("a second script", base, html.replace("</body>", "<script>alert(1)</script></body>"));
        add("a weaker policy", base, html.replace("default-src 'none'", "default-src *"));
        add("no policy", base, html.replaceFirst("<meta http-equiv[^>]+>", ""));
        add("words before", base, html.replace("<main", "<p>准予 Granted</p><main"));
        add("another style", base, html.replace("<style>", "<style>.notice-problem{display:none}"));
        add(
                "a second block",
                base,
                html.replace(
                        "<script>",
                        "<script type=\"application/octet-stream\" id=\"chancery-case\">AAAA</script><script>"));
        add("a comment", base, html.replace("<body>", "<body><!-- -->"));
        add("an empty block", base, html.replaceFirst("(id=\"chancery-case\">)[^<]+", "$1"));
        add("cut off", base, html.substring(0, html.length() / 3));
    }

    /** A whole page of the forger's own: own log of the same name, own witnesses, own key in the page. */
    private void forgedWhole(int base) {
        List<Receipt> resigned = new ArrayList<>();
        for (int i = 0; i < genuine.receipts.size(); i++) {
            Receipt bare = Receipts.of(genuine.store, genuine.index(i), foreign.checkpoint(genuine.store.head()));
            String text = text(i);
            resigned.add(new Receipt(
                    bare.index(),
                    text.substring(0, text.indexOf(PROOF))
                            + bare.text().substring(bare.text().indexOf(PROOF))));
        }
        page(
                "all signed by the forger",
                base,
                new CasePage(resigned, Optional.empty(), java.util.Map.of()),
                foreign.logKey().text());
        page(
                "all signed by the forger, our key",
                base,
                new CasePage(resigned, Optional.empty(), java.util.Map.of()),
                genuine.signers.logKey().text());
    }
}
