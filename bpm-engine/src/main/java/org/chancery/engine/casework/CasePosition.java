package org.chancery.engine.casework;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.chancery.engine.casefile.CaseFile;
import org.chancery.engine.model.DeployedFiles;
import org.operaton.bpm.engine.ProcessEngine;
import org.operaton.bpm.engine.history.HistoricActivityInstance;
import org.operaton.bpm.engine.runtime.ActivityInstance;

/** Where a case stands on its diagram. */
final class CasePosition {

    private final ProcessEngine engine;
    private final DeployedFiles files;

    CasePosition(ProcessEngine engine, DeployedFiles files) {
        this.engine = engine;
        this.files = files;
    }

    /** Elements that hold a token now, each once. */
    List<String> tokens(CaseFile file) {
        ActivityInstance root =
                file.endedAt().isPresent() ? null : engine.getRuntimeService().getActivityInstance(file.rootId());
        return root == null ? List.of() : standing(root).distinct().sorted().toList();
    }

    private static Stream<String> standing(ActivityInstance instance) {
        Stream<String> waiting =
                Stream.of(instance.getChildTransitionInstances()).map(at -> at.getActivityId());
        Stream<String> inside = Stream.of(instance.getChildActivityInstances()).flatMap(CasePosition::standing);
        boolean leaf = instance.getChildActivityInstances().length == 0
                && instance.getChildTransitionInstances().length == 0
                && instance.getParentActivityInstanceId() != null;
        // a multi-instance body is not drawn: its id is the activity's with a suffix
        Stream<String> here = leaf ? Stream.of(instance.getActivityId()) : Stream.empty();
        return Stream.of(waiting, inside, here).flatMap(ids -> ids).map(id -> id.replace("#multiInstanceBody", ""));
    }

    /**
     * Elements it has passed, and the flows between them. Operaton keeps no flows: one counts as passed when its source
     * was completed and its target was entered afterwards.
     */
    List<String> passed(CaseFile file) {
        Map<String, Long> completed = new HashMap<>();
        Map<String, Long> entered = new HashMap<>();
        Set<String> passed = new LinkedHashSet<>();
        for (HistoricActivityInstance at : history(file)) {
            String id = at.getActivityId().replace("#multiInstanceBody", "");
            entered.merge(id, at.getStartTime().getTime(), Math::max);
            if (at.getEndTime() != null && !at.isCanceled()) {
                completed.merge(id, at.getEndTime().getTime(), Math::min);
                passed.add(id);
            }
        }
        files.process(file.definitionId()).flows().stream()
                .filter(flow -> completed.containsKey(flow.source())
                        && entered.getOrDefault(flow.target(), -1L) >= completed.get(flow.source()))
                .forEach(flow -> passed.add(flow.id()));
        return passed.stream().sorted().toList();
    }

    private List<HistoricActivityInstance> history(CaseFile file) {
        return engine.getHistoryService()
                .createHistoricActivityInstanceQuery()
                .processInstanceId(file.rootId())
                .list();
    }

    /** Element id to the reason it is stuck. */
    Map<String, String> incidents(CaseFile file) {
        Map<String, String> incidents = new HashMap<>();
        engine.getRuntimeService()
                .createIncidentQuery()
                .processInstanceId(file.rootId())
                .list()
                .forEach(incident -> incidents.put(
                        String.valueOf(incident.getActivityId()), String.valueOf(incident.getIncidentMessage())));
        return incidents;
    }
}
