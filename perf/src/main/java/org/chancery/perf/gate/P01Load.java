package org.chancery.perf.gate;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.Cases;
import org.chancery.engine.Tasks;
import org.chancery.processes.est.EstService;

/**
 * One case of P01 from application to licence, as its eight people would do it: the founder files, the registrar
 * grants, six departments claim and approve.
 */
final class P01Load {

    /** Engine transactions of one case: filing, and claiming and completing seven tasks. */
    static final int TRANSACTIONS = 15;

    private static final long FIRST_NUMBER = 10_000_000;
    private static final long SPAN = 90_000_000;
    private static final long STRIDE = 61_803_399;

    private record Step(String department, Map<String, Object> values) {}

    private final Cases cases;
    private final Tasks tasks;

    P01Load(Cases cases, Tasks tasks) {
        this.cases = cases;
        this.tasks = tasks;
    }

    /** @param serial makes the company's name and the idempotency key unique */
    void runOne(int client, long serial) {
        String number = cases.start(founder(client), EstService.KEY, application(serial), "bench-" + serial);
        for (Step step : steps(serial)) {
            Actor clerk = clerk(client, step.department());
            String task = tasks.inbox(clerk).stream()
                    .filter(open -> open.caseNumber().equals(number))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(number + " has no task for " + step.department()))
                    .id();
            tasks.claim(clerk, task);
            tasks.complete(clerk, task, step.values());
        }
    }

    /** What the offices enter differs from case to case, as it does in life. */
    private static List<Step> steps(long serial) {
        String own = Long.toString(FIRST_NUMBER + serial * STRIDE % SPAN);
        return List.of(
                new Step("amr", Map.of("registrarDecision", "grant")),
                new Step("seal", Map.of("sealOutcome", "approve", "sealNumber", "65010" + own)),
                new Step("tax", Map.of("taxOutcome", "approve", "monthlyInvoices", 50, "maxAmount", 100_000)),
                new Step("hrss", Map.of("hrssOutcome", "approve", "hrssNumber", "H" + own)),
                new Step("nhsa", Map.of("nhsaOutcome", "approve", "nhsaNumber", "N" + own)),
                new Step("hpf", Map.of("hpfOutcome", "approve", "hpfNumber", "F" + own)),
                new Step("bank", Map.of("bankOutcome", "approve", "bankNumber", "YY-2026-" + own)));
    }

    private static Actor founder(int client) {
        return new Actor("p-founder-" + client, "public", Set.of(Actor.Role.APPLICANT), Set.of());
    }

    private static Actor clerk(int client, String department) {
        return new Actor("p-" + department + "-" + client, department, Set.of(Actor.Role.CLERK), Set.of(department));
    }

    private static Map<String, Object> application(long serial) {
        return Map.ofEntries(
                Map.entry("companyName", "乌鲁木齐云杉" + serial + "软件有限公司"),
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
                                "shareholderName", "李云杉",
                                "shareholderId", "430102198809120125",
                                "shareholderShare", 60))),
                Map.entry(
                        "corporateShareholders",
                        List.of(Map.of(
                                "corporateName", "天山示范投资有限公司",
                                "corporateCode", "91650100MA7WK3TX0N",
                                "corporateShare", 40))));
    }
}
