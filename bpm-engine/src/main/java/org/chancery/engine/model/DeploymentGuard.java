package org.chancery.engine.model;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineException.ModelRefused;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.identity.Acting;
import org.operaton.bpm.dmn.engine.DmnEngineException;
import org.operaton.bpm.engine.ParseException;
import org.operaton.bpm.engine.Problem;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParser;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.context.Context;
import org.operaton.bpm.engine.impl.persistence.deploy.Deployer;
import org.operaton.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.operaton.bpm.model.xml.ModelException;

/**
 * Stands before every deployment, by whichever way it came: refuses it whole unless an analyst or administrator (or the
 * node itself, at its start) asks for it and every rule holds.
 */
public final class DeploymentGuard implements Deployer {

    private final ModelCheck check;

    public DeploymentGuard(ModelCheck check) {
        this.check = check;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return; // read again into the cache; it was checked when it came
        }
        permitted(Acting.current());
        if (deployment.getTenantId() != null) {
            // versions count per tenant: a second row of services would stand beside the one in force
            throw new ModelRefused(
                    List.of(new Finding("", "", "model.tenant", Map.of("tenant", deployment.getTenantId()))));
        }
        Map<String, byte[]> resources = new HashMap<>();
        deployment.getResources().forEach((name, resource) -> resources.put(name, resource.getBytes()));
        List<Finding> findings = new ArrayList<>(check.check(resources, DeploymentGuard::inForce));
        resources.entrySet().stream()
                .filter(file -> findings.stream().noneMatch(found -> isUnreadable(found, file.getKey())))
                .flatMap(file -> parsed(deployment, file.getKey(), file.getValue()))
                .filter(problem -> findings.stream().noneMatch(found -> sameElement(found, problem)))
                .forEach(findings::add);
        if (!findings.isEmpty()) {
            throw new ModelRefused(findings);
        }
    }

    /** @param actor empty means the node itself */
    static void permitted(Optional<Actor> actor) {
        boolean allowed = actor.map(who -> who.is(Role.ANALYST) || who.is(Role.ADMINISTRATOR))
                .orElse(true);
        if (!allowed) {
            throw new EngineException.NotPermitted("model.deploy-not-permitted", Map.of());
        }
    }

    private static Stream<Finding> parsed(DeploymentEntity deployment, String name, byte[] content) {
        if (name.endsWith(".bpmn")) {
            return parse(deployment, name, content);
        }
        return name.endsWith(".dmn") ? transform(name, content) : Stream.empty();
    }

    /** What the decision engine says of decisions, without deploying any. */
    private static Stream<Finding> transform(String name, byte[] content) {
        try {
            Context.getProcessEngineConfiguration()
                    .getDmnEngineConfiguration()
                    .getTransformer()
                    .createTransform()
                    .modelInstance(new ByteArrayInputStream(content))
                    .transformDecisionRequirementsGraph();
            return Stream.empty();
        } catch (DmnEngineException | ModelException e) {
            return Stream.of(new Finding(name, "", "model.parse", details(0, 0, e.getMessage())));
        }
    }

    /** What the engine's own parser says, and what it made of the model, without deploying anything. */
    private static Stream<Finding> parse(DeploymentEntity deployment, String name, byte[] content) {
        ProcessEngineConfigurationImpl engine = Context.getProcessEngineConfiguration();
        try {
            BpmnParse parse = new BpmnParser(engine.getExpressionManager(), engine.getBpmnParseFactory())
                    .createParse()
                    .deployment(deployment)
                    .sourceInputStream(new ByteArrayInputStream(content))
                    .name(name);
            parse.execute();
            return parse.getProcessDefinitions().stream().flatMap(process -> Behaviours.refused(name, process));
        } catch (ParseException e) {
            return e.getResourceReports().stream()
                    .flatMap(report -> report.getErrors().stream())
                    .map(problem -> finding(name, problem));
        } catch (ProcessEngineException e) {
            return Stream.of(new Finding(name, "", "model.parse", details(0, 0, e.getMessage())));
        }
    }

    private static Finding finding(String resource, Problem problem) {
        return new Finding(
                resource,
                Optional.ofNullable(problem.getMainElementId()).orElse(""),
                "model.parse",
                details(problem.getLine(), problem.getColumn(), problem.getMessage()));
    }

    private static Map<String, Object> details(int line, int column, String reason) {
        return Map.of("line", line, "column", column, "reason", String.valueOf(reason));
    }

    private static boolean isUnreadable(Finding found, String name) {
        return found.resource().equals(name) && found.element().isEmpty();
    }

    /** The engine trips over what a rule has named already, and says it less well. */
    private static boolean sameElement(Finding found, Finding problem) {
        return found.resource().equals(problem.resource())
                && (problem.element().isEmpty() || found.element().equals(problem.element()));
    }

    private static boolean inForce(String processKey) {
        return Context.getCommandContext()
                        .getProcessDefinitionManager()
                        .findLatestProcessDefinitionByKeyAndTenantId(processKey, null)
                != null;
    }
}
