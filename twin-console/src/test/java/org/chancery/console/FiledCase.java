package org.chancery.console;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.chancery.console.access.Accounts;
import org.chancery.engine.Actor;
import org.chancery.engine.Engine;
import org.chancery.engine.Tasks.Task;
import org.chancery.engine.trial.Insistence;

/** A case of P01 brought to where screens have most to show, by its people and without their screens. */
record FiledCase(String number) {

    private static final Insistence PATIENT = new Insistence(Duration.ofSeconds(60));

    static final String COMPANY = "乌鲁木齐天山云杉生态软件与数据技术开发服务有限责任公司";

    /** The founder's application as entered; all people and firms are made up. */
    static Map<String, Object> application(String company) {
        return Map.ofEntries(
                Map.entry("companyName", company),
                Map.entry("companyType", "limited"),
                Map.entry("registeredCapital", "1000000.00"),
                Map.entry("capitalCurrency", "CNY"),
                Map.entry("scope", List.of("software", "retail")),
                Map.entry("division", "650102"),
                Map.entry("address", "示范路88号"),
                Map.entry("staffExpected", 8),
                Map.entry("taxpayerClass", "small"),
                Map.entry("bankChoice", "demo-bank-1"),
                Map.entry("legalRepName", "李云杉"),
                Map.entry("legalRepId", "430102198809120125"),
                Map.entry("agentName", "王经办"),
                Map.entry("agentId", "650102199003074516"),
                Map.entry("agentPhone", "13800000000"),
                Map.entry(
                        "naturalShareholders",
                        List.of(Map.of(
                                "shareholderName",
                                "李云杉",
                                "shareholderId",
                                "430102198809120125",
                                "shareholderShare",
                                "60"))),
                Map.entry(
                        "corporateShareholders",
                        List.of(Map.of(
                                "corporateName",
                                "天山示范投资有限公司",
                                "corporateCode",
                                "91650100MA7WK3TX0N",
                                "corporateShare",
                                "40"))));
    }

    /** Registered; the bank rejected and has to make good, the other five still work. */
    static FiledCase rejectedByTheBank(Office office) {
        String number = file(office, COMPANY);
        complete(office, "registrar", number, Map.of("registrarDecision", "grant"));
        complete(
                office,
                "bank",
                number,
                Map.of("bankOutcome", "reject", "bankRejectGround", "identity", "bankNote", "法定代表人未能接通核实电话"));
        return new FiledCase(number);
    }

    /** The registrar refused it. */
    static FiledCase refused(Office office) {
        String number = file(office, "乌鲁木齐红柳软件有限公司");
        complete(
                office,
                "registrar",
                number,
                Map.of("registrarDecision", "refuse", "refusalGround", "art-20", "registrarNote", "住所证明与申请不符"));
        return new FiledCase(number);
    }

    /** The founder's application for this company, filed once however often it is asked for. */
    static String file(Office office, String company) {
        Engine engine = office.part(Engine.class);
        Actor founder = actor(office, "founder");
        return PATIENT.on(() -> engine.cases().start(founder, "est", application(company), company));
    }

    static void complete(Office office, String person, String number, Map<String, Object> values) {
        Engine engine = office.part(Engine.class);
        Actor clerk = actor(office, person);
        Task task = engine.tasks().inbox(clerk).stream()
                .filter(open -> open.caseNumber().equals(number))
                .findFirst()
                .orElseThrow();
        PATIENT.act(() -> engine.tasks().claim(clerk, task.id()));
        PATIENT.complete(engine.tasks(), clerk, task.id(), values);
    }

    static Actor actor(Office office, String person) {
        return office.part(Accounts.class).byName(person).orElseThrow().actor();
    }
}
