package org.chancery.console.erasures;

import java.nio.charset.StandardCharsets;
import org.chancery.console.access.SignedIn;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The certificate of an erasure, as a file to keep and to check. */
@RestController
class CertificateDownload {

    private final Engine engine;

    CertificateDownload(Engine engine) {
        this.engine = engine;
    }

    @GetMapping("/receipts/erasures/{id}")
    ResponseEntity<byte[]> certificate(@PathVariable String id) {
        try {
            byte[] file =
                    engine.erasures().certificate(SignedIn.actor(), id).text().getBytes(StandardCharsets.UTF_8);
            String name = "erasure-" + id.replaceAll("[^A-Za-z0-9_-]", "") + ".receipt";
            return ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            ContentDisposition.attachment()
                                    .filename(name)
                                    .build()
                                    .toString())
                    .body(file);
        } catch (EngineException.NotPermitted hidden) { // looks like one that does not exist
            throw new EngineException.NotFound("certificate", id);
        }
    }
}
