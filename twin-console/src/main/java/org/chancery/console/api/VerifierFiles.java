package org.chancery.console.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.chancery.engine.Engine;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.WitnessStatus;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The verifier that runs in browsers, whose keys it may trust, and what pages of cases look like around their proofs. */
@RestController
class VerifierFiles {

    private static final MediaType SCRIPT = new MediaType("text", "javascript", StandardCharsets.UTF_8);
    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final Engine engine;
    private final Path keyFile;

    VerifierFiles(Engine engine, LogKeyFile keyFile) {
        this.engine = engine;
        this.keyFile = keyFile.path();
    }

    /**
     * The log's key and those of the witnesses this node asks, as a C2SP tlog-policy that demands nobody: whoever
     * trusts a witness writes a policy of their own.
     */
    @GetMapping("/log.policy")
    ResponseEntity<byte[]> policy() throws IOException {
        StringBuilder policy = new StringBuilder();
        Files.readAllLines(keyFile).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(key -> policy.append("log ").append(key).append('\n'));
        for (WitnessStatus witness : engine.ledger().witnesses().status()) {
            if (!witness.verifierKey().isEmpty()) {
                policy.append("witness ").append(witness.name()).append(' ');
                policy.append(witness.verifierKey()).append('\n');
            }
        }
        return answer(policy.append("quorum none\n").toString(), TEXT);
    }

    /**
     * The keys with which the witnesses that are shown here sign what they state of lawfulness, one a line. Whom to
     * believe is for the reader: a witness tells its key itself, too.
     */
    @GetMapping("/judges.vkey")
    ResponseEntity<byte[]> judges() {
        StringBuilder keys = new StringBuilder();
        engine.ledger()
                .witnesses()
                .lawfulness()
                .forEach(said -> keys.append(said.verifierKey()).append('\n'));
        return answer(keys.toString(), TEXT);
    }

    /** Whose certificates seal a case here, and how many; the operator's remarks in the file are left out. */
    @GetMapping("/sealing.policy")
    ResponseEntity<byte[]> sealing() throws IOException {
        Path file = keyFile.resolveSibling("sealing.policy");
        if (!Files.exists(file)) {
            return ResponseEntity.notFound().build();
        }
        StringBuilder policy = new StringBuilder();
        Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("#"))
                .forEach(line -> policy.append(line).append('\n'));
        return answer(policy.toString(), TEXT);
    }

    @GetMapping("/console/verify.js")
    ResponseEntity<byte[]> script() {
        return answer(CasePage.script(), SCRIPT);
    }

    @GetMapping("/console/verify-pages.txt")
    ResponseEntity<byte[]> pages() {
        return answer(CasePage.shells(), TEXT);
    }

    private static ResponseEntity<byte[]> answer(String text, MediaType type) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(5)))
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
