package org.chancery.engine.casework;

import java.util.Map;
import java.util.Optional;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.FieldCheck;
import org.chancery.engine.ServiceBundle;

/** The small service for tests in other packages. */
public final class LicenceParts {

    private LicenceParts() {}

    public static ServiceBundle bundle() {
        return bundle(Licence.BPMN);
    }

    /** The same, but that its model calls no fact public. */
    public static ServiceBundle withoutPublicFacts() {
        return bundle(Licence.BPMN.replace("publicFacts", "note"));
    }

    /** Nor does its registrar's form tell the other departments what was decided. */
    public static ServiceBundle withoutPublicFactsOrResults() {
        return bundle(Licence.BPMN.replace("publicFacts", "note"), Licence.REGISTER.replace("\"result\"", "\"note\""));
    }

    /** The same, but that the citizen, each holder and what the registrar notes down are about persons of their own. */
    public static ServiceBundle withPersons() {
        return withPersons(Licence.BPMN);
    }

    /** The same, and its model says for how many days personal data are kept after the end. */
    public static ServiceBundle withPersonsKept(int days) {
        return withPersons(Licence.BPMN.replace(
                "</camunda:properties>",
                "<camunda:property name=\"retentionDays\" value=\"" + days + "\"/></camunda:properties>"));
    }

    private static ServiceBundle withPersons(String bpmn) {
        String holders = "{\"type\":\"dynamiclist\",\"path\":\"holders\",\"properties\":{\"subject\":\"each\"},"
                + "\"components\":[{\"type\":\"textfield\",\"key\":\"name\"},"
                + "{\"type\":\"textfield\",\"key\":\"id\",\"properties\":{\"check\":\"citizen-id\"}}]}";
        return bundle(
                bpmn,
                Licence.APPLY
                        .replace("\"check\":", "\"subject\":\"citizen\",\"check\":")
                        .replaceFirst("\\{\"type\":\"dynamiclist\"(?s:.)*", holders + "]}"),
                Licence.REGISTER
                        .replace("\"key\":\"reason\"", "\"key\":\"reason\",\"properties\":{\"subject\":\"notes\"}")
                        .replace(
                                "{\"type\":\"textfield\",\"key\":\"name\"}",
                                "{\"type\":\"textfield\",\"key\":\"name\"},{\"type\":\"textfield\",\"key\":\"id\"}"),
                Licence.SUPPLEMENT.replace("{\"type\":\"number\"", holders + ",{\"type\":\"number\""));
    }

    private static ServiceBundle bundle(String bpmn) {
        return bundle(bpmn, Licence.REGISTER);
    }

    private static ServiceBundle bundle(String bpmn, String register) {
        return bundle(bpmn, Licence.APPLY, register, Licence.SUPPLEMENT);
    }

    private static ServiceBundle bundle(String bpmn, String apply, String register, String supplement) {
        return new ServiceBundle(
                "licence",
                Workbench.files(
                        "licence.bpmn", bpmn,
                        "apply.form", apply,
                        "register.form", register,
                        "supplement.form", supplement,
                        "tax.form", Licence.TAX,
                        "licence_zh_CN.properties", Licence.TEXTS),
                Map.of("promise", context -> {
                    context.deadlines(Licence.PROMISED, Licence.PROMISED);
                    context.status(Status.OPEN);
                }));
    }

    public static Map<String, FieldCheck> checks() {
        return Map.of("citizen-id", value -> Optional.empty());
    }

    public static Map<String, Object> application() {
        return Licence.application();
    }

    /** All of casework over a plain engine in memory, with this service in force. */
    public static Workbench open() {
        return Licence.open();
    }
}
