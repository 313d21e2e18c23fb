package org.chancery.console.verify;

import static org.chancery.console.verify.Signers.utf8;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.Checkpoint;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.Head;
import org.chancery.ledger.Receipt;
import org.chancery.ledger.Salt;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.log.Receipts;

/** A log with two cases and much else, its signers, and the genuine receipts and page of the first case. */
final class GenuineCase implements AutoCloseable {

    static final String ADDRESS = "https://chancery.example/verify";
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    static final String TEXTS_EN = "title=Start a business\nfield.companyName=Name\nfield.legalRepId=Identity number\n"
            + "field.capital=Capital\nelement.review=Review\n";
    private static final String TEXTS_ZH =
            "title=设立企业\nfield.companyName=名称\nfield.legalRepId=身份号码\nfield.capital=资本\nelement.review=审查\n";
    private static final String MODEL = "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\">"
            + "<process id=\"est\"><userTask id=\"review\" name=\"审查\"/></process></definitions>";

    /** One of each form. */
    private static final String[] VALUES = {
        "adult",
        "boolean:1",
        "barred",
        "boolean:0",
        "due",
        "date:1795514400000",
        "empty",
        "string:",
        "many",
        "string:[\"a\",\"b\"]",
        "none",
        "null:",
        "odd",
        "bytes:0aff",
        "score",
        "integer:87",
        "staff",
        "long:1234567",
        "sums",
        "string:[12345678901234567890,1.50,1e2]",
        "torn",
        "string:\uFFFD",
        "twice",
        "string:[{\"a\":1,\"a\":2}]",
        "verdict",
        "string:`grant"
    };

    private static final int OTHERS = 40;

    final Signers signers;
    final LogStore store;
    final List<Receipt> receipts = new ArrayList<>();
    final Receipt other;
    final CasePage page;
    private final List<Long> own = new ArrayList<>();
    private final List<List<CommittedValue>> values = new ArrayList<>();
    private int salts;

    GenuineCase(Path folder) throws Exception {
        signers = Signers.fresh(folder, Signers.ORIGIN);
        store = LogStore.open(folder.resolve("store"));
        long deployment = append(deployment());
        for (int i = 0; i < OTHERS; i++) {
            append("{\"case\":\"other\",\"kind\":\"business\",\"n\":" + i + ",\"v\":2}");
        }
        file("OPEN", "companyName", "string:云杉软件", "capital", "string:1000000.00");
        append("{\"case\":\"other\",\"kind\":\"business\",\"n\":-1,\"v\":2}");
        file("SUPPLEMENT_ASKED", "reviewNote", "string:资料不全");
        file("GRANTED", VALUES);
        long another = append("{\"case\":\"other\",\"model\":\"" + hash(MODEL)
                + "\",\"time\":\"2026-11-24T01:00:00Z\",\"transitions\":"
                + "[{\"facts\":{\"status\":\"GRANTED\"},\"type\":\"status\"}],\"v\":2}");
        Checkpoint newest = signers.checkpoint(store.head());
        for (int i = 0; i < own.size(); i++) {
            receipts.add(Receipts.of(store, own.get(i), newest).with(values.get(i)));
        }
        other = Receipts.of(store, another, newest);
        page = new CasePage(
                receipts,
                Optional.of(Receipts.of(store, deployment, newest)),
                Map.of("est.bpmn", MODEL, "est_en.properties", TEXTS_EN, "est_zh_CN.properties", TEXTS_ZH));
    }

    String html() {
        return page.html(ADDRESS, signers.logKey().text(), ZONE);
    }

    /** A genuine checkpoint of an older, smaller log. */
    Checkpoint older(long size) {
        return signers.checkpoint(new Head(size, store.root(size)));
    }

    long index(int receipt) {
        return own.get(receipt);
    }

    private long append(String record) {
        long index = store.head().size();
        store.append(new UUID(9, index), 3, index, utf8(record), new byte[] {1});
        return index;
    }

    /** A record of the case: a personal field, a review, values, a status. */
    private void file(String status, String... namesAndValues) throws Exception {
        CommittedValue personal = personal();
        List<CommittedValue> set = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            set.add(value(2, namesAndValues[i], new Opened(salt(), namesAndValues[i + 1], Optional.empty())));
        }
        set.sort((a, b) -> a.name().compareTo(b.name()));
        List<CommittedValue> all = new ArrayList<>(List.of(personal));
        all.addAll(set);
        values.add(all);
        String names =
                String.join("\",\"", set.stream().map(CommittedValue::name).toList());
        own.add(append(
                "{\"actor\":{\"key\":\"k1\",\"org\":\"amr\"},\"case\":\"c-est-1\",\"kind\":\"business\",\"model\":\""
                        + hash(MODEL)
                        + "\",\"process\":\"est\",\"term\":3,\"time\":\"2026-11-24T01:00:00Z\",\"transitions\":["
                        + "{" + set(List.of(personal)) + ",\"type\":\"entered\"},"
                        + "{\"element\":\"review\",\"type\":\"passed\"},"
                        + "{" + set(set) + ",\"type\":\"variable\"},"
                        + "{\"facts\":{\"status\":\"" + status + "\"},\"type\":\"status\"}],\"v\":2,\"version\":4}"));
    }

    private CommittedValue personal() throws Exception {
        Personal field = new Personal("EST-2026-1", salt(), "650102199003074516");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(field.salt().bytes(), "HmacSHA256"));
        String commitment = url(mac.doFinal(utf8(field.caseNumber() + "\0legalRepId\0" + field.text())));
        return value(0, "legalRepId", new Opened(salt(), commitment, Optional.of(field)));
    }

    private Salt salt() {
        byte[] salt = new byte[Salt.LENGTH];
        salt[0] = (byte) ++salts;
        return new Salt(salt);
    }

    private static String deployment() {
        StringBuilder transitions = new StringBuilder();
        Map.of("est.bpmn", MODEL, "est_en.properties", TEXTS_EN, "est_zh_CN.properties", TEXTS_ZH)
                .forEach((name, text) -> transitions
                        .append(transitions.isEmpty() ? "" : ",")
                        .append("{\"model\":\"" + hash(text) + "\",\"resource\":\"" + name
                                + "\",\"type\":\"deployed\"}"));
        return "{\"kind\":\"deployment\",\"time\":\"2026-11-24T00:00:00Z\",\"transitions\":[" + transitions
                + "],\"v\":2}";
    }

    private static CommittedValue value(int transition, String name, Opened opened) {
        return new CommittedValue(transition, name, Optional.of(opened));
    }

    private static String set(List<CommittedValue> values) {
        return values.stream()
                .map(value -> "\"" + value.name() + "\":\"" + commitment(value) + "\"")
                .collect(Collectors.joining(",", "\"set\":{", "}"));
    }

    private static String commitment(CommittedValue value) {
        Opened opened = value.opened().orElseThrow();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(opened.salt().bytes());
        data.writeBytes(utf8(value.name() + "\0" + opened.value()));
        return hash(data.toByteArray());
    }

    private static String hash(String text) {
        return hash(utf8(text));
    }

    private static String hash(byte[] data) {
        try {
            return url(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        store.close();
    }
}
