package org.chancery.engine.casework;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.chancery.engine.Cases;
import org.chancery.engine.EngineConfig;
import org.chancery.engine.Erasures;
import org.chancery.engine.Models;
import org.chancery.engine.Seals;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.Tasks;
import org.chancery.engine.Work;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.conformance.CaseJudgement;
import org.chancery.engine.erasure.CarryingOut;
import org.chancery.engine.erasure.Certificates;
import org.chancery.engine.erasure.ErasureDesk;
import org.chancery.engine.erasure.Unfinished;
import org.chancery.engine.form.FormInput;
import org.chancery.engine.gate.PrivatePart;
import org.chancery.engine.model.ConfinedExpressions;
import org.chancery.engine.model.ConfinedScripts;
import org.chancery.engine.model.ConfinedVariables;
import org.chancery.engine.model.DeployedModels;
import org.chancery.engine.model.DeploymentGuard;
import org.chancery.engine.model.ModelCheck;
import org.chancery.engine.task.DutyParseListener;
import org.chancery.engine.task.TaskDesk;
import org.chancery.ledger.Leaf;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.PersonKeys;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.operaton.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.operaton.bpm.engine.impl.cfg.ProcessEnginePlugin;

/**
 * All that stands above Operaton on a node: what it may run, what each person may do, and the faces of models, cases
 * and tasks. Before the engine is built it confines it ({@link #plugin()}); afterwards it opens the faces.
 */
public final class Casework {

    private final EngineConfig config;
    private final PersonKeys keys;
    private final Map<Object, Object> works;

    /** The faces over one engine. */
    public record Faces(
            Models models,
            Cases cases,
            Tasks tasks,
            Seals seals,
            Erasures erasures,
            Rounds rounds,
            Runnable deployServices) {}

    public Casework(EngineConfig config, PersonKeys keys) {
        this.config = config;
        this.keys = keys;
        this.works = works();
    }

    private Map<Object, Object> works() {
        Map<Object, Object> beans = new HashMap<>();
        for (ServiceBundle service : config.services()) {
            for (Map.Entry<String, Work> work : service.works().entrySet()) {
                WorkDelegate delegate = new WorkDelegate(work.getValue(), keys, config.clock());
                if (beans.put(work.getKey(), delegate) != null) {
                    throw new IllegalArgumentException("two services offer work named '" + work.getKey() + "'");
                }
            }
        }
        return Map.copyOf(beans);
    }

    /** Confines the engine; to be added to its configuration before it is built. */
    public ProcessEnginePlugin plugin() {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                confine(engine);
            }

            @Override
            public void postInit(ProcessEngineConfigurationImpl engine) {
                ConfinedVariables.confine(engine.getVariableSerializers());
            }
        };
    }

    private void confine(ProcessEngineConfigurationImpl engine) {
        engine.setBeans(works);
        engine.setExpressionManager(new ConfinedExpressions(works));
        engine.setScriptEngineResolver(new ConfinedScripts());
        engine.setScriptFactory(new ConfinedScripts.InPlace());
        engine.setResolverFactories(List.of(new ConfinedScripts.VariablesOnly()));
        engine.setEnableFetchScriptEngineFromProcessApplication(false);
        engine.setEnableScriptEngineLoadExternalResources(false);
        engine.setConfigureScriptEngineHostAccess(false);
        engine.setEnableXxeProcessing(false);
        engine.setJavaSerializationFormatEnabled(false);
        engine.setEnforceHistoryTimeToLive(false); // history is part of the state; nothing of it expires

        List<BpmnParseListener> listeners = new ArrayList<>(
                Optional.ofNullable(engine.getCustomPreBPMNParseListeners()).orElse(List.of()));
        listeners.add(new CaseParseListener(new CaseListener(config.clock())));
        listeners.add(new DutyParseListener());
        engine.setCustomPreBPMNParseListeners(listeners);

        ModelCheck check = new ModelCheck(workNames(), config.checks().keySet());
        engine.setCustomPreDeployers(List.of(new DeploymentGuard(check)));
    }

    private Set<String> workNames() {
        return works.keySet().stream().map(Object::toString).collect(Collectors.toSet());
    }

    /**
     * Opens the faces over the built engine.
     *
     * @param opening opens a leaf's private part
     * @param opinion what a judge on this node has to say of a case, by its pseudonym
     */
    public Faces open(
            ProcessEngineConfigurationImpl configuration,
            Ledger ledger,
            Function<Leaf, Optional<PrivatePart>> opening,
            Function<String, Optional<CaseJudgement>> opinion) {
        ProcessEngine engine = configuration.getProcessEngine();
        Transactions transactions = new Transactions(configuration);
        DeployedModels models = new DeployedModels(engine, transactions);
        FormInput input = new FormInput(config.checks());
        CaseRights rights = new CaseRights(engine.getTaskService(), models.files());
        CaseDesk cases = new CaseDesk(
                transactions,
                new CaseStart(transactions, models, engine.getRuntimeService(), keys, input, config.clock()),
                rights,
                new CaseFields(engine.getHistoryService(), models, keys),
                new CasePosition(engine, models.files()),
                new CaseTrail(ledger, models.files(), opening),
                new CaseReceipts(ledger, models.files(), keys, opening));
        TaskDesk tasks = new TaskDesk(transactions, engine, models, keys, input);
        CarryingOut carrying = new CarryingOut(transactions, keys, config.clock());
        return new Faces(
                models,
                cases,
                tasks,
                new SealDesk(transactions, rights, ledger, opening, opinion, new PublicGround(keys)),
                new ErasureDesk(transactions, models, keys, config.clock(), carrying, new Certificates(ledger)),
                new Rounds(List.of(new Unfinished(carrying, ledger), new GroupKeyRecords(transactions, ledger))),
                () -> config.services().forEach(service -> models.deploy(service.name(), service.resources())));
    }
}
