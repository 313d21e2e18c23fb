package org.chancery.engine.gate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParseListener;
import org.operaton.bpm.engine.impl.bpmn.parser.BpmnParseUtil;
import org.operaton.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.operaton.bpm.engine.impl.util.xml.Element;

/**
 * Which facts of a process everybody may read. An analyst lists their names, divided by commas or spaces, in the
 * process's extension property {@code publicFacts}: variables that conditions and decisions read, and outputs of
 * decisions. What is not listed may follow from something personal; records only commit to it.
 */
public final class PublicFacts implements BpmnParseListener {

    /** Name of the extension property. */
    public static final String PROPERTY = "publicFacts";

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
        Map<String, String> properties = BpmnParseUtil.parseOperatonExtensionProperties(process);
        if (properties != null) {
            definition.setProperty(PROPERTY, names(properties.getOrDefault(PROPERTY, "")));
        }
    }

    /** The names of a list as the property holds it. */
    public static Set<String> names(String listed) {
        return Stream.of(listed.split("[,\\s]+"))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    @SuppressWarnings("unchecked")
    static Set<String> of(ProcessDefinitionEntity definition) {
        return definition.getProperty(PROPERTY) instanceof Set<?> names ? (Set<String>) names : Set.of();
    }
}
