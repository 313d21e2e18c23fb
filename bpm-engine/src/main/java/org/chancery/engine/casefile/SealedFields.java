package org.chancery.engine.casefile;

import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.image.RowImage;
import org.chancery.ledger.CommittedValue;
import org.chancery.ledger.CommittedValue.Opened;
import org.chancery.ledger.CommittedValue.Personal;
import org.chancery.ledger.PersonKeys;

/** Personal fields as one record set them: sealed in its row images, so that a later value never stands in for them. */
public final class SealedFields {

    private final PrivatePart part;
    private final PersonKeys keys;

    public SealedFields(PrivatePart part, PersonKeys keys) {
        this.part = part;
        this.keys = keys;
    }

    /** The value with the personal field behind it; the same as before if it is none, or its key was erased. */
    public CommittedValue opened(CommittedValue value) {
        return value.opened()
                .flatMap(opened -> personal(value.name(), opened.value())
                        .map(personal -> new Opened(opened.salt(), opened.value(), Optional.of(personal))))
                .map(opened -> new CommittedValue(value.transition(), value.name(), Optional.of(opened)))
                .orElse(value);
    }

    private Optional<Personal> personal(String field, String commitment) {
        return fields().filter(image -> image.key()[1].equals(field))
                .filter(image -> commitment.equals(image.value("COMMITMENT_")))
                .flatMap(image -> open(image).stream())
                .findFirst();
    }

    private Stream<RowImage> fields() {
        return part.images().stream().filter(image -> image.table().name().equals("CH_FIELD"));
    }

    private Optional<Personal> open(RowImage image) {
        String caseNumber = (String) image.key()[0];
        return keys.find((String) image.value("PERSON_ID_"))
                .flatMap(key -> FieldSeal.reveal(
                        key, caseNumber, (String) image.key()[1], (byte[]) image.value("CIPHERTEXT_")));
    }
}
