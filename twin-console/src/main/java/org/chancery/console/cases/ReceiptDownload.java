package org.chancery.console.cases;

import java.nio.charset.StandardCharsets;
import org.chancery.console.access.SignedIn;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.ledger.Receipt;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The receipt of one step as a file to keep. */
@RestController
class ReceiptDownload {

    private final Engine engine;

    ReceiptDownload(Engine engine) {
        this.engine = engine;
    }

    @GetMapping("/receipts/{number}/{leaf}")
    ResponseEntity<byte[]> receipt(@PathVariable String number, @PathVariable long leaf) {
        try {
            Receipt receipt = engine.cases().receipt(SignedIn.actor(), number, leaf);
            String name = number.replaceAll("[^A-Za-z0-9._-]", "-") + "-" + leaf + ".receipt";
            return ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                    .header(
                            HttpHeaders.CONTENT_DISPOSITION,
                            ContentDisposition.attachment()
                                    .filename(name)
                                    .build()
                                    .toString())
                    .body(receipt.text().getBytes(StandardCharsets.UTF_8));
        } catch (EngineException.NotFound | EngineException.NotPermitted unknown) {
            return ResponseEntity.notFound().build();
        }
    }
}
