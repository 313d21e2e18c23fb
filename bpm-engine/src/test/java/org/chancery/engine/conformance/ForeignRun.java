package org.chancery.engine.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.chancery.engine.model.ModelCheck;
import org.operaton.bpm.engine.ProcessEngineException;

/** One file of others: checked by our rules, deployed with what it calls, and walked. */
final class ForeignRun {

    /**
     * What our rules ask of a service and no engine does: whose a task is, its form, and where a decision's answer goes.
     * These decide nothing about which way a case may take.
     */
    private static final Set<String> OF_SERVICES = Set.of(
            "model.no-group",
            "model.group",
            "model.assignee",
            "model.performer",
            "model.no-form",
            "model.form-key",
            "model.missing-form",
            "model.decision-result");

    private static final int DEEPEST = 5;

    private final ForeignModels models;
    private final Wanderer wanderer;
    private final Tally tally;

    ForeignRun(ForeignModels models, Wanderer wanderer, Tally tally) {
        this.models = models;
        this.wanderer = wanderer;
        this.tally = tally;
    }

    void run(Path file, int walks, Random random) throws Exception {
        tally.files++;
        try {
            Optional<ForeignModel> model = read(file);
            if (model.isEmpty()) {
                tally.refused("no XML");
                return;
            }
            List<String> processes = deploy(file, model.get(), 0);
            if (processes.isEmpty()) {
                return;
            }
            boolean ran = false;
            for (String process : processes) {
                for (int i = 0; i < walks; i++) {
                    ran |= walk(file, model.get(), process, random);
                }
            }
            tally.deployed(ran);
        } finally {
            wanderer.undeploy();
        }
    }

    private static Optional<ForeignModel> read(Path file) throws Exception {
        try {
            return Optional.of(new ForeignModel(Files.readAllBytes(file)));
        } catch (org.xml.sax.SAXException e) {
            return Optional.empty();
        }
    }

    /** What it calls goes first. */
    private List<String> deploy(Path file, ForeignModel model, int depth) throws Exception {
        for (String called : model.called()) {
            Optional<Path> holder = models.process(called, file);
            if (depth < DEEPEST && holder.isPresent() && !wanderer.knows(called)) {
                Optional<ForeignModel> other = read(holder.get());
                if (other.isPresent()) {
                    deploy(holder.get(), other.get(), depth + 1);
                }
            }
        }
        Map<String, byte[]> resources = new LinkedHashMap<>();
        resources.put("model.bpmn", model.text());
        for (String decision : model.decisions()) {
            Optional<Path> holder = models.decision(decision, file);
            if (holder.isPresent()) {
                resources.put(decision + ".dmn", Files.readAllBytes(holder.get()));
            }
        }
        List<Finding> findings = new ModelCheck(Set.of(), Set.of())
                .check(resources, wanderer::knows).stream()
                        .filter(found -> !OF_SERVICES.contains(found.code()))
                        .toList();
        if (!findings.isEmpty()) {
            if (depth == 0) {
                tally.refused(new TreeSet<>(findings.stream().map(Finding::code).toList()));
            }
            return List.of();
        }
        try {
            List<String> processes = wanderer.deploy(resources);
            if (processes.isEmpty() && depth == 0) {
                tally.refused("no process that may run");
            }
            return processes;
        } catch (ProcessEngineException e) {
            if (depth == 0) {
                tally.refused("by Operaton's own parser");
            }
            return List.of();
        }
    }

    private boolean walk(Path file, ForeignModel model, String process, Random random) {
        Map<String, Object> values = new HashMap<>(model.values(random));
        Wanderer.Walk walk = wanderer.walk(
                process,
                values,
                model.codes("error", "errorCode"),
                model.codes("escalation", "escalationCode"),
                random);
        List<CaseJudgement> judged = wanderer.judgements();
        tally.walked(models.name(file), values, walk, judged);
        wanderer.clear();
        return walk.started();
    }
}
