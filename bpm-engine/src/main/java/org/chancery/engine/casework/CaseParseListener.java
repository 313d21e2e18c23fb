package org.chancery.engine.casework;

import java.util.List;
import org.operaton.bpm.engine.delegate.ExecutionListener;
import org.operaton.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.util.xml.Element;

/** Puts the {@link CaseListener} on the start and end of every process as the engine reads a model. */
final class CaseParseListener extends AbstractBpmnParseListener {

    private final ExecutionListener listener;

    CaseParseListener(ExecutionListener listener) {
        this.listener = listener;
    }

    @Override
    public void parseRootElement(Element root, List<ProcessDefinitionEntity> processes) {
        processes.forEach(process -> {
            process.addBuiltInListener(ExecutionListener.EVENTNAME_START, listener);
            process.addBuiltInListener(ExecutionListener.EVENTNAME_END, listener);
        });
    }
}
