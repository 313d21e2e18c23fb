package org.chancery.console.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.dom.DomEvent;
import com.vaadin.flow.internal.nodefeature.ElementListenerMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chancery.console.form.CaseForm.Submission;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class CaseFormTest {

    private static final String FORM = """
            {"id":"f","components":[{"type":"dynamiclist","path":"holders","components":[
              {"type":"textfield","key":"holder"}]}]}""";

    /** A form without a page around it, whose words nobody reads. */
    private static final class Untranslated extends CaseForm {
        private static final long serialVersionUID = 1;

        @Override
        public String getTranslation(String key, Object... values) {
            return key;
        }
    }

    @Test
    void aListThatWasEmptiedOnTheScreenReachesTheEngineAsAnEmptyOne() {
        CaseForm form = new Untranslated();
        form.show(FORM, Map.of("holders", List.of(Map.of("holder", "李"))), Map.of(), false);
        List<Submission> received = new ArrayList<>();
        form.onSubmit(received::add);
        // What form-js submits once the last entry was removed.
        ObjectNode detail = JsonMapper.builder().build().createObjectNode();
        detail.put("event.detail.data", "{}");
        detail.put("event.detail.problems", "[]");
        form.getElement()
                .getNode()
                .getFeature(ElementListenerMap.class)
                .fireEvent(new DomEvent(form.getElement(), "form-submit", detail));
        assertThat(received).extracting(Submission::values).containsExactly(Map.of("holders", List.of()));
    }
}
