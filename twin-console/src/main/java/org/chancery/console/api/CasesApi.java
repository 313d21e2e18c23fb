package org.chancery.console.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chancery.console.access.SignedIn;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Cases and receipts as JSON, with the rights the same person has on the screens. */
@RestController
@RequestMapping("/api")
class CasesApi {

    private static final MediaType TEXT = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final Engine engine;

    CasesApi(Engine engine) {
        this.engine = engine;
    }

    @GetMapping("/cases/{number}")
    Case one(@PathVariable String number) {
        Cases.View view = engine.cases().view(SignedIn.actor(), number);
        Cases.Summary summary = view.summary();
        return new Case(
                summary.number(),
                summary.service(),
                summary.title(),
                summary.status(),
                summary.started(),
                summary.ended(),
                summary.promised(),
                summary.statutory(),
                view.tokens(),
                incidents(view),
                view.fields().stream()
                        .map(field -> new Field(field.name(), field.state(), field.value()))
                        .toList());
    }

    /** Where the case is stuck; why, in the machine's words, for administrators only. */
    private static Map<String, String> incidents(Cases.View view) {
        boolean administrator = SignedIn.actor().roles().contains(Actor.Role.ADMINISTRATOR);
        return view.incidents().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, stuck -> administrator ? stuck.getValue() : ""));
    }

    /** The case's transitions in log order, each with the address of its receipt. */
    @GetMapping("/cases/{number}/receipts")
    List<Place> receipts(@PathVariable String number) {
        Map<Long, List<Cases.Step>> leaves = engine.cases().trail(SignedIn.actor(), number).stream()
                .collect(Collectors.groupingBy(Cases.Step::leaf, TreeMap::new, Collectors.toList()));
        Function<Map.Entry<Long, List<Cases.Step>>, Place> place = leaf -> new Place(
                leaf.getKey(),
                leaf.getValue().getFirst().at(),
                leaf.getValue().stream()
                        .map(step -> new Transition(step.transition(), step.element()))
                        .toList(),
                "/api/receipts/" + leaf.getKey());
        return leaves.entrySet().stream().map(place).toList();
    }

    /** The receipt of one leaf. Its record names nobody, so anyone may have it. */
    @GetMapping("/receipts/{leaf}")
    ResponseEntity<String> receipt(@PathVariable long leaf) {
        if (leaf < 0 || leaf >= engine.ledger().head().size()) {
            throw new EngineException.NotFound("receipt", String.valueOf(leaf));
        }
        return ResponseEntity.ok()
                .contentType(TEXT)
                .body(engine.ledger().receipt(leaf).text());
    }

    /**
     * The receipt of the newest record that states the status of the case which a leaf is about; 204 if there is none.
     * Whoever verifies a receipt learns from it whether its status still holds.
     */
    @GetMapping("/receipts/{leaf}/later")
    ResponseEntity<String> later(@PathVariable long leaf) {
        return engine.cases()
                .latestStatus(leaf)
                .map(receipt -> ResponseEntity.ok().contentType(TEXT).body(receipt.text()))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    record Case(
            String number,
            String service,
            String title,
            Cases.Status status,
            Instant started,
            Optional<Instant> ended,
            Optional<Instant> promised,
            Optional<Instant> statutory,
            List<String> tokens,
            Map<String, String> incidents,
            List<Field> fields) {}

    record Field(String name, Cases.Field.State state, Optional<String> value) {}

    record Place(long leaf, Instant at, List<Transition> transitions, String receipt) {}

    record Transition(String type, String element) {}
}
