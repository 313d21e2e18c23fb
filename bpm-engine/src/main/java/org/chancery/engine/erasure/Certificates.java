package org.chancery.engine.erasure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import org.chancery.engine.EngineException;
import org.chancery.engine.Erasures.Erasure;
import org.chancery.engine.casefile.CaseLeaves;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.Receipt;

/** Finds the newest record that tells of an erasure as carried out. */
public final class Certificates {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Ledger ledger;

    public Certificates(Ledger ledger) {
        this.ledger = ledger;
    }

    /** @throws EngineException.NotFound if no record tells so yet */
    long leaf(Connection connection, Erasure erasure) {
        return new CaseLeaves(connection)
                .of(erasure.caseNumber()).reversed().stream()
                        .filter(leaf -> tells(leaf, erasure.id()))
                        .findFirst()
                        .orElseThrow(() -> new EngineException.NotFound("certificate", erasure.id()));
    }

    Receipt of(long leaf) {
        return ledger.receipt(leaf);
    }

    private boolean tells(long leaf, String erasure) {
        try {
            for (JsonNode transition :
                    JSON.readTree(ledger.leaf(leaf).publicPart()).path("transitions")) {
                if (transition.path("type").asText().equals(ErasureRecord.ERASED)
                        && transition.path("erasure").asText().equals(erasure)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new EngineException.Failed("leaf " + leaf + " is not a record", e);
        }
    }
}
