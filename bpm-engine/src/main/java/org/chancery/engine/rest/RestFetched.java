package org.chancery.engine.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;
import java.util.Set;
import org.chancery.engine.model.DeployedFiles;
import org.operaton.bpm.engine.rest.dto.externaltask.LockedExternalTaskDto;

/**
 * Of what Operaton hands out with work that was fetched, leaves the variables that the model lists for the task in the
 * extension property {@code workerInputs}; without that list there are none. Which task it will be is not known before,
 * so this cannot be asked of the request.
 */
final class RestFetched implements ContainerResponseFilter {

    private final DeployedFiles files;

    RestFetched(DeployedFiles files) {
        this.files = files;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof List<?> answers) {
            for (Object answer : answers) {
                if (answer instanceof LockedExternalTaskDto work) {
                    work.getVariables().keySet().retainAll(listed(work));
                }
            }
        }
    }

    private Set<String> listed(LockedExternalTaskDto work) {
        return files.process(work.getProcessDefinitionId()).workerInputs().getOrDefault(work.getActivityId(), Set.of());
    }
}
