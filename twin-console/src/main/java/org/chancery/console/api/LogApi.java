package org.chancery.console.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.chancery.engine.Engine;
import org.chancery.ledger.LedgerStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What anyone may fetch of the log. */
@RestController
class LogApi {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final Engine engine;
    private final Path keyFile;

    LogApi(Engine engine, LogKeyFile keyFile) {
        this.engine = engine;
        this.keyFile = keyFile.path();
    }

    /** C2SP tlog-tiles, "Checkpoints". */
    @GetMapping("/checkpoint")
    ResponseEntity<String> checkpoint() {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .body(engine.ledger().checkpoint().note());
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

    /** Peers, height and root as this node knows them. */
    @GetMapping("/api/ledger/status")
    Status status() {
        LedgerStatus now = engine.ledger().status();
        return new Status(
                now.origin(),
                now.term(),
                now.leader().orElse(""),
                now.quorum(),
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
     * @param size leaves in the log
     * @param root RFC 6962 root over them, base64
     */
    record Status(
            String origin,
            long term,
            String leader,
            boolean quorum,
            boolean singleMachine,
            String availability,
            long size,
            String root,
            List<Peer> peers) {}

    /** @param size leaves this peer holds, −1 where it is not known */
    record Peer(String id, String role, String kind, long size, String root) {}
}
