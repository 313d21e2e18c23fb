package org.chancery.engine.casefile;

import java.sql.Connection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.chancery.engine.identity.Duty;
import org.operaton.bpm.engine.task.Task;

/** Whose duty open tasks are, asked for all of them at once. */
public final class OpenDuties {

    private record Offer(String task, String group, String person) {}

    private final Connection connection;

    /** @param connection the running transaction's */
    public OpenDuties(Connection connection) {
        this.connection = connection;
    }

    /** @return task id to duty; a task that is completed at this moment is offered to nobody */
    public Map<String, Duty> of(List<Task> tasks) {
        if (tasks.isEmpty()) {
            return Map.of();
        }
        String marks = String.join(", ", Collections.nCopies(tasks.size(), "?"));
        Map<String, List<Offer>> offers = Sql.ask(
                        connection,
                        "select TASK_ID_, GROUP_ID_, USER_ID_ from ACT_RU_IDENTITYLINK where TYPE_ = 'candidate'"
                                + " and TASK_ID_ in (" + marks + ")",
                        row -> new Offer(row.getString(1), row.getString(2), row.getString(3)),
                        tasks.stream().map(Task::getId).toArray())
                .stream()
                .collect(Collectors.groupingBy(Offer::task));
        Map<String, Duty> duties = new HashMap<>();
        tasks.forEach(task -> duties.put(task.getId(), duty(offers.getOrDefault(task.getId(), List.of()), task)));
        return duties;
    }

    private static Duty duty(List<Offer> offers, Task task) {
        Set<String> groups = new TreeSet<>();
        Set<String> persons = new TreeSet<>();
        offers.forEach(offer -> {
            if (offer.group() != null) {
                groups.add(offer.group());
            } else {
                persons.add(offer.person());
            }
        });
        return new Duty(groups, persons, Optional.ofNullable(task.getAssignee()));
    }
}
