package org.chancery.console.diagram;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A BPMN 2.0 diagram that can be moved and zoomed, not changed. Its content is always told in words beside it. */
@Tag("chancery-diagram")
@NpmPackage(value = "bpmn-js", version = "18.31.1")
@JsModule("./diagram/chancery-diagram.js")
public class Diagram extends Component {

    private static final long serialVersionUID = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ELEMENT = "element.";

    /**
     * @param xml BPMN 2.0 XML
     * @param label what the diagram shows, for those who hear it
     * @param texts texts of the model; {@code element.<id>} replaces the names in the diagram
     * @param tokens ids of elements where the case stands
     * @param passed ids of elements and flows it passed
     * @param stuck ids of elements where it cannot go on
     */
    public void show(
            String xml,
            String label,
            Map<String, String> texts,
            List<String> tokens,
            List<String> passed,
            Collection<String> stuck) {
        Map<String, String> names = new HashMap<>();
        texts.forEach((key, text) -> {
            if (key.startsWith(ELEMENT)) {
                names.put(key.substring(ELEMENT.length()), text);
            }
        });
        Map<String, Object> what = Map.of(
                "xml",
                xml,
                "label",
                label,
                "names",
                names,
                "tokens",
                tokens,
                "passed",
                passed,
                "incidents",
                stuck,
                "buttons",
                Map.of(
                        "larger",
                        getTranslation("diagram.larger"),
                        "smaller",
                        getTranslation("diagram.smaller"),
                        "here",
                        getTranslation("diagram.here"),
                        "whole",
                        getTranslation("diagram.whole")));
        getElement().callJsFunction("show", JSON.writeValueAsString(what));
    }
}
