package org.chancery.console.verify;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.dependency.NpmPackage;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The element that checks receipts in the browser; the server only gives it words. */
@Tag("chancery-verify")
@NpmPackage(value = "@noble/curves", version = "2.4.0")
@NpmPackage(value = "@noble/hashes", version = "2.4.0")
@JsModule("./verify/chancery-verify.js")
class ReceiptCheck extends Component {

    private static final long serialVersionUID = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> KEYS = List.of(
            "choose",
            "drop",
            "file",
            "key.title",
            "key.label",
            "key.hint",
            "nokey",
            "nokey.text",
            "valid",
            "valid.text",
            "altered",
            "altered.CHECKPOINT",
            "altered.RECORD_OR_PROOF",
            "unknown",
            "unknown.text",
            "malformed",
            "malformed.text",
            "record",
            "record.hint",
            "proof",
            "fact.index",
            "fact.size",
            "fact.origin",
            "fact.leaf",
            "fact.path",
            "fact.path.value",
            "fact.root",
            "fact.signer",
            "flaw.TOO_LONG",
            "flaw.NOT_UTF8",
            "flaw.NOT_A_RECEIPT",
            "flaw.CONTROL_CHARACTER",
            "flaw.ENDS_EARLY",
            "flaw.NO_EMPTY_LINE",
            "flaw.NOT_A_PROOF",
            "flaw.BAD_INDEX",
            "flaw.BAD_HASH",
            "flaw.BAD_CHECKPOINT",
            "flaw.BAD_SIZE",
            "flaw.BAD_TIME",
            "flaw.BAD_SIGNATURE_LINE",
            "flaw.NOT_ONE_SIGNATURE");

    private final ZoneId zone;

    ReceiptCheck(ZoneId zone) {
        this.zone = zone;
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        Map<String, String> texts =
                KEYS.stream().collect(Collectors.toMap(key -> key, key -> getTranslation("verify." + key)));
        getElement()
                .callJsFunction(
                        "begin",
                        JSON.writeValueAsString(Map.of(
                                "texts",
                                texts,
                                "zone",
                                zone.getId(),
                                "locale",
                                // dates as on every other screen
                                getLocale().getLanguage().equals("en") ? "en-GB" : "zh-CN")));
    }
}
