package org.chancery.engine.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A deployment's files, read.
 *
 * @param processes BPMN files that are well-formed
 * @param decisions DMN files that are well-formed
 * @param forms form key to file name
 * @param personal keys of the fields that some form keeps as personal
 * @param works names of the work that models may call
 * @param known whether a process with this key is in force already
 */
record Files(
        List<ModelFile> processes,
        List<ModelFile> decisions,
        Map<String, String> forms,
        Set<String> personal,
        Set<String> works,
        Predicate<String> known) {}
