package org.chancery.engine.casework;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.chancery.engine.EngineException;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.SealedFields;
import org.chancery.engine.casework.CaseRights.Sight;
import org.chancery.engine.gate.CommittedValues;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.model.DeployedFiles;
import org.chancery.ledger.CasePage;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.PersonKeys;
import org.chancery.ledger.Receipt;

/** Receipts of a case's records with the values that their holder may see. */
final class CaseReceipts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;
    private final DeployedFiles files;
    private final DeploymentLeaves deployments;
    private final PersonKeys keys;
    private final Function<Leaf, Optional<PrivatePart>> opening;

    /** @param opening opens a leaf's private part */
    CaseReceipts(Ledger ledger, DeployedFiles files, PersonKeys keys, Function<Leaf, Optional<PrivatePart>> opening) {
        this.ledger = ledger;
        this.files = files;
        this.deployments = new DeploymentLeaves(ledger);
        this.keys = keys;
        this.opening = opening;
    }

    /** For the person whose sight this is, personal fields included as far as it reaches. */
    Receipt shown(byte[] caseSalt, Sight sight, long leaf) {
        return receipt(caseSalt, leaf, (value, part) -> {
            if (!sight.tells(value.name())) {
                return value.withheld();
            }
            return sight.shows(value.name()) ? new SealedFields(part, keys).opened(value) : value;
        });
    }

    /** For whoever it is handed to: what forms ask for and is not personal; nothing that was derived from a person. */
    CasePage page(CaseFile file, byte[] caseSalt, Sight sight, List<Long> leaves) {
        Set<String> asked = files.entryFields(file.definitionId());
        List<Receipt> receipts = leaves.stream()
                .map(leaf -> receipt(
                        caseSalt,
                        leaf,
                        (value, part) ->
                                asked.contains(value.name()) && sight.tells(value.name()) ? value : value.withheld()))
                .toList();
        OptionalLong deployed =
                deployments.of(files.modelHash(file.definitionId()), files.deployedAt(file.definitionId()));
        return deployed.isPresent()
                ? new CasePage(
                        receipts,
                        Optional.of(ledger.receipt(deployed.getAsLong())),
                        files.readingMatter(file.definitionId()))
                : new CasePage(receipts, Optional.empty(), Map.of());
    }

    /** The newest of these records that states a status of the case with this pseudonym, without values. */
    Optional<Receipt> latestStatus(String pseudonym, List<Long> leaves) {
        return leaves.reversed().stream()
                .filter(leaf -> statesStatus(ledger.leaf(leaf), pseudonym))
                .findFirst()
                .map(ledger::receipt);
    }

    /** A record of several cases names none; each of its transitions names its own. */
    static boolean statesStatus(Leaf leaf, String pseudonym) {
        try {
            JsonNode record = JSON.readTree(leaf.publicPart());
            for (JsonNode transition : record.path("transitions")) {
                JsonNode named = transition.has("case") ? transition.path("case") : record.path("case");
                if (transition.path("type").asText().equals("status")
                        && named.asText().equals(pseudonym)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new EngineException.Failed("leaf " + leaf.index() + " is not a record", e);
        }
    }

    /**
     * A record of several cases has a seed of its own instead of a case's. Who may see one of them must not open what
     * belongs to another.
     */
    private static boolean ofOneCase(PrivatePart part) {
        return part.seed().length == 0;
    }

    private interface Showing {
        CommittedValue of(CommittedValue value, PrivatePart part);
    }

    private Receipt receipt(byte[] caseSalt, long index, Showing showing) {
        Receipt receipt = ledger.receipt(index);
        Leaf leaf = ledger.leaf(index);
        List<CommittedValue> values = opening.apply(leaf)
                .map(part -> CommittedValues.of(leaf, part, caseSalt).stream()
                        .map(value -> ofOneCase(part) ? showing.of(value, part) : value.withheld())
                        .toList())
                .orElse(List.of());
        return values.isEmpty() ? receipt : receipt.with(values);
    }
}
