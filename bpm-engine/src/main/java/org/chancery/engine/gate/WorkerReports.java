package org.chancery.engine.gate;

import java.util.Map;
import org.operaton.bpm.engine.impl.ExternalTaskServiceImpl;
import org.operaton.bpm.engine.impl.cmd.HandleExternalTaskFailureCmd;
import org.operaton.bpm.engine.impl.cmd.SetExternalTaskRetriesCmd;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.entity.ExternalTaskEntity;
import org.operaton.bpm.engine.impl.util.ClockUtil;

/**
 * What workers report of external tasks, and how many attempts these are given: the engine's history tells neither with
 * the attempts that are left. A report's own text may quote personal values and would outlive every erasure, so it stays
 * with the worker, as {@link NeutralFailure} does with exceptions.
 */
final class WorkerReports extends ExternalTaskServiceImpl {

    /** What is kept instead of the report's text. */
    static final String WITHHELD = "work-failed: reported by its worker, whose log holds the cause";

    private final ModelHashes models;

    WorkerReports(ModelHashes models) {
        this.models = models;
    }

    @Override
    public void handleFailure(
            String taskId,
            String workerId,
            String errorMessage,
            String errorDetails,
            int retries,
            long retryDuration,
            Map<String, Object> variables,
            Map<String, Object> localVariables) {
        commandExecutor.execute(
                new HandleExternalTaskFailureCmd(
                        taskId, workerId, WITHHELD, null, retries, retryDuration, variables, localVariables) {
                    @Override
                    public void execute(ExternalTaskEntity task) {
                        annotate("job-failed", task, retries);
                        super.execute(task);
                    }
                });
    }

    @Override
    public void setRetries(String taskId, int retries, boolean writeUserOperationLog) {
        commandExecutor.execute(new SetExternalTaskRetriesCmd(taskId, retries, writeUserOperationLog) {
            @Override
            protected void execute(ExternalTaskEntity task) {
                annotate("retries", task, retries);
                super.execute(task);
            }
        });
    }

    private void annotate(String type, ExternalTaskEntity task, int retries) {
        Annotations.current()
                .ifPresent(transaction -> transaction.annotate(Annotations.of(
                                type,
                                ClockUtil.getCurrentTime().toInstant(),
                                models.process(Context.getCommandContext(), task.getProcessDefinitionId()),
                                task.getExecution().getRootProcessInstanceId())
                        .at(task.getActivityId())
                        .visit(task.getActivityInstanceId())
                        .with("retries", retries)));
    }
}
