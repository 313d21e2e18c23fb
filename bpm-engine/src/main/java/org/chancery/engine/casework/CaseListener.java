package org.chancery.engine.casework;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.EngineException;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.casefile.CaseTable;
import org.chancery.engine.casefile.CaseTransitions;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.identity.Acting;
import org.operaton.bpm.engine.delegate.DelegateExecution;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExecutionEntity;

/**
 * Keeps {@code CH_CASE} in step with its root process instance, and sees to it that no person starts one beside it:
 * without a case there would be no applicant, no rights and no trail.
 */
final class CaseListener implements ExecutionListener {

    private final Clock clock;

    CaseListener(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void notify(DelegateExecution execution) {
        if (!(execution instanceof ExecutionEntity instance) || instance.getSuperExecution() != null) {
            return; // called from another process, whose case it belongs to
        }
        CaseTable cases = new CaseTable(Transactions.connection(Context.getCommandContext()));
        Optional<CaseFile> file =
                Optional.ofNullable(instance.getProcessBusinessKey()).flatMap(cases::byNumber);
        if (EVENTNAME_START.equals(execution.getEventName())) {
            started(cases, file, instance);
        } else {
            file.filter(found -> found.rootId().equals(instance.getProcessInstanceId()))
                    .ifPresent(found -> ended(cases, found, instance));
        }
    }

    private static void started(CaseTable cases, Optional<CaseFile> file, ExecutionEntity instance) {
        Optional<CaseFile> fresh = file.filter(found -> found.rootId().isEmpty());
        if (fresh.isPresent()) {
            cases.root(fresh.get().number(), instance.getProcessInstanceId());
        } else if (file.isPresent() || Acting.current().isPresent()) {
            throw new EngineException.NotPermitted("case.start-by-application", Map.of());
        }
    }

    private void ended(CaseTable cases, CaseFile file, ExecutionEntity instance) {
        Status status = endStatus(file, instance);
        cases.ended(file.number(), status, clock.instant());
        if (status != file.status()) {
            new CaseTransitions(Transactions.connection(Context.getCommandContext()), file.rootId()).status(status);
        }
    }

    /** A model that says nothing of its outcome has done what was applied for, unless it was cut short. */
    private static Status endStatus(CaseFile file, ExecutionEntity instance) {
        boolean said = file.status() != Status.OPEN && file.status() != Status.SUPPLEMENT_ASKED;
        if (said) {
            return file.status();
        }
        return instance.getDeleteReason() == null ? Status.GRANTED : Status.WITHDRAWN;
    }

    /**
     * The number of the case an execution belongs to, also within called processes. A business key says it only while
     * the case's own process begins and has not been noted yet: within a called process it is the model's.
     */
    static Optional<String> number(DelegateExecution execution) {
        String root = ((ExecutionEntity) execution).getRootProcessInstanceId();
        CaseTable cases = new CaseTable(Transactions.connection(Context.getCommandContext()));
        return cases.byRoot(root)
                .or(() -> Optional.ofNullable(execution.getProcessBusinessKey())
                        .filter(key -> root.equals(execution.getProcessInstanceId()))
                        .flatMap(cases::byNumber)
                        .filter(file -> file.rootId().isEmpty()))
                .map(CaseFile::number);
    }
}
