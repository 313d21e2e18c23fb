package org.chancery.processes.est;

import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.FieldCheck;
import org.chancery.rules.CitizenId;
import org.chancery.rules.LegalClock;
import org.chancery.rules.UnifiedSocialCreditCode;

/** The checks that the forms of this service name; their codes are keys of its texts. */
public final class EstChecks {

    private EstChecks() {}

    /**
     * @param now the engine's clock: nobody is born after today
     * @param clock whose zone says which day today is
     */
    public static Map<String, FieldCheck> all(InstantSource now, LegalClock clock) {
        return Map.of(
                "citizen-id",
                new CitizenIdCheck(now, clock),
                "credit-code",
                value -> code("credit-code", UnifiedSocialCreditCode.fault(value)),
                "company-name",
                CompanyNames::fault);
    }

    /** Who types a small x means the check character, which the standard writes as X: that is what is kept. */
    private record CitizenIdCheck(InstantSource now, LegalClock clock) implements FieldCheck {

        @Override
        public String kept(String entered) {
            return entered.strip().replaceFirst("x$", "X");
        }

        @Override
        public Optional<String> problem(String value) {
            return code("citizen-id", CitizenId.fault(value, clock.day(now.instant())));
        }
    }

    private static Optional<String> code(String check, Optional<? extends Enum<?>> fault) {
        return fault.map(Enum::name)
                .map(name ->
                        "check." + check + "." + name.toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
