package org.chancery.console.form;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import com.vaadin.flow.dom.DomEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A form-js form as the page shows it. It checks what a browser can; the engine checks everything again. */
@Tag("chancery-form")
@NpmPackage(value = "@bpmn-io/form-js-viewer", version = "1.23.0")
@JsModule("./form/chancery-form.js")
public class CaseForm extends Component {

    private static final long serialVersionUID = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> SAYINGS = List.of(
            "required",
            "pattern",
            "min",
            "max",
            "minLength",
            "maxLength",
            "email",
            "phone",
            "number",
            "select",
            "search",
            "add",
            "remove",
            "none");

    private String shown = "{}";

    /** One thing that is wrong: the field's key, its label, and the text to show. */
    public record Problem(String field, String label, String text) {}

    /** What was entered, and what the browser found wrong with it. */
    public record Submission(Map<String, Object> values, List<Problem> problems) {}

    /**
     * @param schema form-js schema
     * @param values values to begin with, by field key
     * @param texts texts of the model: {@code field.<key>}, {@code option.<key>.<value>}
     */
    public void show(String schema, Map<String, Object> values, Map<String, String> texts, boolean readOnly) {
        ObjectNode what = JSON.createObjectNode();
        shown = schema;
        what.set("schema", FormTexts.localised(JSON.readTree(schema), texts));
        what.set("data", JSON.valueToTree(FormTexts.parsedLists(values)));
        ObjectNode sayings = what.putObject("texts");
        SAYINGS.forEach(key -> sayings.put(key, getTranslation("form." + key)));
        what.put("readOnly", readOnly);
        getElement().callJsFunction("show", what.toString());
    }

    /** Asks the browser for what was entered; the answer comes to the listener of {@link #onSubmit}. */
    public void submit() {
        getElement().callJsFunction("submit");
    }

    public void onSubmit(Consumer<Submission> listener) {
        getElement()
                .addEventListener("form-submit", event -> listener.accept(read(event, JSON.readTree(shown))))
                .addEventData("event.detail.data")
                .addEventData("event.detail.problems");
    }

    /** Shows problems beside their fields. */
    public void mark(List<Problem> problems) {
        ObjectNode byField = JSON.createObjectNode();
        problems.forEach(
                problem -> byField.withArray("/" + escape(problem.field())).add(problem.text()));
        getElement().callJsFunction("mark", byField.toString());
    }

    public void focusField(String key) {
        getElement().callJsFunction("focusField", key);
    }

    /** Label of a field by its key, for summaries of what the server found. */
    static String label(String schema, String key, Map<String, String> texts) {
        return FormTexts.label(JSON.readTree(schema), key, texts);
    }

    private static Submission read(DomEvent event, JsonNode schema) {
        JsonNode detail = event.getEventData();
        Map<String, Object> values =
                JSON.readValue(detail.get("event.detail.data").asString(), new TypeReference<>() {});
        List<Problem> problems =
                JSON.readValue(detail.get("event.detail.problems").asString(), new TypeReference<>() {});
        return new Submission(EmptiedLists.with(schema, values), problems);
    }

    /** RFC 6901 §3. */
    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
