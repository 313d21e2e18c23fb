package org.chancery.console.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.chancery.engine.Engine;
import org.chancery.ledger.Judgement;
import org.chancery.ledger.Lawfulness;
import org.chancery.ledger.LedgerStatus;
import org.chancery.ledger.LogFiles;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What anyone may fetch of the log. */
@RestController
class LogApi {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    /** As a coding of its own, and not with a weight of zero, which refuses it. */
    private static final Pattern GZIP =
            Pattern.compile("(?i)(?:^|,)\\s*gzip\\s*(?:,|$|;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$)))");

    private final Engine engine;
    private final LogFiles files;
    private final LogKeyFile keys;
    private final Path keyFile;

    LogApi(Engine engine, LogKeyFile keyFile) {
        this.engine = engine;
        this.files = new LogFiles(engine.ledger(), () -> engine.ledger().published());
        this.keys = keyFile;
        this.keyFile = keyFile.path();
    }

    /** Whatever C2SP tlog-tiles names; compressed for who takes it. */
    @GetMapping({"/checkpoint", "/tile/**"})
    ResponseEntity<byte[]> file(HttpServletRequest request) {
        return files.get(request.getServletPath())
                .map(resource -> answer(resource, request.getHeader(HttpHeaders.ACCEPT_ENCODING)))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private static ResponseEntity<byte[]> answer(LogFiles.Resource resource, String accepted) {
        boolean compressed = resource.worthCompressing()
                && accepted != null
                && GZIP.matcher(accepted).find();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(resource.contentType()))
                .header(HttpHeaders.CACHE_CONTROL, resource.cacheControl());
        if (resource.worthCompressing()) {
            answer.header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        return compressed
                ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(gzip(resource.body()))
                : answer.body(resource.body());
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    /** The log's verifier key, C2SP signed-note, one line. */
    @GetMapping("/log.vkey")
    ResponseEntity<String> key() throws IOException {
        try {
            return ResponseEntity.ok().contentType(TEXT).body(Files.readString(keyFile));
        } catch (NoSuchFileException none) {
            return ResponseEntity.notFound().build();
        }
    }

    /**
     * The BPMN or DMN file that public records name by this hash, so that anybody can judge a case on its model. It never
     * changes.
     */
    @GetMapping("/models/{sha256:[A-Za-z0-9_-]{43}}")
    ResponseEntity<byte[]> model(@PathVariable String sha256) {
        return engine.models()
                .publicByHash(sha256)
                .map(file -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .header("X-Content-Type-Options", "nosniff")
                        .cacheControl(CacheControl.maxAge(Duration.ofDays(365))
                                .cachePublic()
                                .immutable())
                        .body(file))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    /** What the witnesses state of this log's lawfulness, the newest statement of each. */
    @GetMapping("/api/ledger/lawfulness")
    List<Statement> lawfulness() {
        return statements().map(LogApi::statement).toList();
    }

    /** A statement by the id of the key that signed it, as {@code org.chancery.ledger.verify.LawfulnessNote} has it. */
    @GetMapping("/lawfulness/{keyId:[0-9a-f]{8}}")
    ResponseEntity<String> statement(@PathVariable String keyId) {
        return text(statements().filter(said -> said.keyId().equals(keyId)).map(Lawfulness::note));
    }

    /** The list of findings with this SHA-256, if it is that of one of the statements shown now. */
    @GetMapping("/lawfulness/{sha256:[0-9a-f]{64}}")
    ResponseEntity<String> findings(@PathVariable String sha256) {
        return text(statements()
                .filter(said -> said.findingsDigest().hex().equals(sha256))
                .map(Lawfulness::findingsText));
    }

    private Stream<Lawfulness> statements() {
        return engine.ledger().witnesses().lawfulness().stream();
    }

    private static ResponseEntity<String> text(Stream<String> found) {
        return found.findFirst()
                .map(text -> ResponseEntity.ok()
                        .contentType(TEXT)
                        .cacheControl(CacheControl.noCache())
                        .body(text))
                .orElseGet(() -> ResponseEntity.notFound().build());
    }

    private static Statement statement(Lawfulness said) {
        long deviations = said.findings().stream()
                .filter(Judgement.Deviation.class::isInstance)
                .count();
        long notJudged = said.findings().stream()
                .filter(Judgement.NotJudged.class::isInstance)
                .count();
        return new Statement(
                said.witness(),
                said.verifierKey(),
                said.head().size(),
                said.head().root().base64(),
                said.at(),
                deviations,
                notJudged,
                "/lawfulness/" + said.keyId(),
                "/lawfulness/" + said.findingsDigest().hex());
    }

    /**
     * @param signer name of the key that signed it
     * @param size entries that it speaks of
     * @param root RFC 6962 root over them, base64
     * @param note address of the signed note
     * @param findings address of the list that it was signed with
     */
    record Statement(
            String signer,
            String verifierKey,
            long size,
            String root,
            Instant at,
            long deviations,
            long notJudged,
            String note,
            String findings) {}

    /**
     * Receipts of what became of the log's keys: none while it still has its first one. 404 if they are gone though a key
     * was changed: whoever asks must not take it for unchanged.
     */
    @GetMapping("/log.keys")
    ResponseEntity<String> keys() {
        return text(keys.history().stream());
    }

    /** Who may order what becomes of the log's keys: nobody, so an empty list, while the operator has not named them. */
    @GetMapping("/officers.vkey")
    ResponseEntity<String> officers() throws IOException {
        return ResponseEntity.ok().contentType(TEXT).body(keys.officers());
    }

    /** Peers, height and root as this node knows them. */
    @GetMapping("/api/ledger/status")
    Status status() {
        LedgerStatus now = engine.ledger().status();
        return new Status(
                now.origin(),
                now.term(),
                now.leader().orElse(""),
                now.quorum(),
                now.personKeys(),
                now.singleMachine(),
                engine.availability().name(),
                now.head().size(),
                now.head().root().base64(),
                now.peers().stream()
                        .map(peer -> new Peer(
                                peer.id(),
                                peer.role().name(),
                                peer.kind(),
                                peer.head().map(head -> head.size()).orElse(-1L),
                                peer.head().map(head -> head.root().base64()).orElse("")))
                        .toList());
    }

    /**
     * @param leader id of the leading peer, empty if none is known
     * @param personKeys whether a majority answers for the keys of persons too
     * @param size leaves in the log
     * @param root RFC 6962 root over them, base64
     */
    record Status(
            String origin,
            long term,
            String leader,
            boolean quorum,
            boolean personKeys,
            boolean singleMachine,
            String availability,
            long size,
            String root,
            List<Peer> peers) {}

    /** @param size leaves this peer holds, −1 where it is not known */
    record Peer(String id, String role, String kind, long size, String root) {}
}
