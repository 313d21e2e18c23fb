package org.chancery.engine.casework;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chancery.engine.Seals.Confirmation;
import org.chancery.engine.Seals.Place;
import org.chancery.engine.Seals.Proposal;
import org.chancery.engine.Seals.Remark;
import org.chancery.engine.conformance.CaseJudgement;
import org.chancery.engine.conformance.Finding;

/** What a judge found in a case, with the persons behind its records, whom only the office's registers name. */
final class SealRemarks {

    private final CaseJudgement judgement;
    private final DeviationRegister register;

    SealRemarks(CaseJudgement judgement, DeviationRegister register) {
        this.judgement = judgement;
        this.register = register;
    }

    List<Remark> all() {
        List<Remark> all = new ArrayList<>();
        for (Finding found : judgement.findings()) {
            if (found.kind() == Finding.Kind.DEVIATION || found.kind() == Finding.Kind.NOT_JUDGED) {
                all.add(remark(found));
            }
        }
        return all;
    }

    private Remark remark(Finding found) {
        boolean deviation = found.kind() == Finding.Kind.DEVIATION;
        Place place = SealDesk.place(found);
        List<DeviationRegister.Given> given = deviation ? register.grounds(place) : List.of();
        List<Proposal> proposals =
                given.stream().flatMap(one -> proposal(found, one).stream()).toList();
        return new Remark(
                place,
                deviation,
                ListedFindings.words(found),
                proposals,
                deviation ? confirmation(found, place) : Optional.empty());
    }

    /** A ground counts once the judge has read the entry that gives it. */
    private Optional<Proposal> proposal(Finding deviation, DeviationRegister.Given given) {
        return judgement.findings().stream()
                .filter(told -> told.kind() == Finding.Kind.PROPOSED && deviation.isToldBy(told))
                .filter(told -> given.ground().equals(told.details().get("ground")))
                .findFirst()
                .map(told -> new Proposal(told.leaf(), given.by(), given.ground()));
    }

    private Optional<Confirmation> confirmation(Finding deviation, Place place) {
        return judgement.recorded().stream()
                .filter(told -> told.records(deviation))
                .findFirst()
                .flatMap(told -> register.confirmed(place)
                        .map(confirmed -> new Confirmation(
                                told.leaf(),
                                confirmed.by(),
                                Long.parseLong(told.details().get("proposal")))));
    }
}
