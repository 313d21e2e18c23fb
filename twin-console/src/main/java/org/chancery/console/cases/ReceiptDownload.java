package org.chancery.console.cases;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.chancery.console.access.SignedIn;
import org.chancery.console.api.LogKeyFile;
import org.chancery.console.shell.OfficeTime;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.LogKeys;
import org.chancery.ledger.Receipt;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The receipt of one step, the certificates of the case, and the whole case as a page that proves itself, as files to keep. */
@RestController
class ReceiptDownload {

    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);

    private final Engine engine;
    private final LogKeyFile keyFile;
    private final OfficeTime time;

    ReceiptDownload(Engine engine, LogKeyFile keyFile, OfficeTime time) {
        this.time = time;
        this.engine = engine;
        this.keyFile = keyFile;
    }

    @GetMapping("/receipts/{number}/{leaf}")
    ResponseEntity<byte[]> receipt(@PathVariable String number, @PathVariable long leaf) {
        try {
            Receipt receipt = engine.cases().receipt(SignedIn.actor(), number, leaf);
            return file(number, "-" + leaf + ".receipt", TEXT, receipt.text());
        } catch (EngineException.NotPermitted hidden) { // looks like one that does not exist
            throw new EngineException.NotFound("receipt", number);
        }
    }

    @GetMapping("/receipts/{number}")
    ResponseEntity<byte[]> page(@PathVariable String number) throws IOException {
        try {
            CasePage page = engine.cases().page(SignedIn.actor(), number);
            String address = ServletUriComponentsBuilder.fromCurrentContextPath()
                    .path("/verify")
                    .toUriString();
            // a page that knows no history proves itself under the present key all the same
            String history = keyFile.history().orElse(LogKeys.UNCHANGED);
            return file(number, ".html", HTML, page.html(address, keyFile.main(), history, time.zone()));
        } catch (EngineException.NotPermitted hidden) {
            throw new EngineException.NotFound("case", number);
        }
    }

    @GetMapping("/receipts/{number}/certificate")
    ResponseEntity<byte[]> certificate(@PathVariable String number) {
        String text = engine.seals()
                .certificates(SignedIn.actor(), number)
                .orElseThrow(() -> new EngineException.NotFound("certificate", number));
        return file(number, ".certificate", TEXT, text);
    }

    private static ResponseEntity<byte[]> file(String number, String end, MediaType type, String text) {
        String name = number.replaceAll("[^A-Za-z0-9._-]", "-") + end;
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(text.getBytes(StandardCharsets.UTF_8));
    }
}
