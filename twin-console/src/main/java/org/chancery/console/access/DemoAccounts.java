package org.chancery.console.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.chancery.engine.Actor.Role;
import org.springframework.security.crypto.password.PasswordEncoder;

/** The people of the demonstration: one founder, a clerk in each department, and those who watch over them. */
public final class DemoAccounts {

    /** Known to everyone: accepted under the demo profile only, which serves the loopback interface only. */
    public static final String PASSWORD = "chancery-demo";

    /** One of them as the log-in page and the start-up output list it. */
    public record Demo(String username, String zh, String en, String organisation, Role role, Set<String> groups) {}

    public static final List<Demo> ALL = List.of(
            new Demo("founder", "陈思远", "Chen Siyuan", "public", Role.APPLICANT, Set.of()),
            clerk("registrar", "王敏", "Wang Min", "amr"),
            clerk("seal", "赵强", "Zhao Qiang", "seal"),
            clerk("tax", "刘洋", "Liu Yang", "tax"),
            clerk("social", "孙丽", "Sun Li", "hrss"),
            clerk("medical", "周杰", "Zhou Jie", "nhsa"),
            clerk("fund", "吴霞", "Wu Xia", "hpf"),
            clerk("bank", "郑涛", "Zheng Tao", "bank"),
            new Demo("analyst", "林青", "Lin Qing", "office", Role.ANALYST, Set.of()),
            new Demo("auditor", "何静", "He Jing", "audit", Role.AUDITOR, Set.of()),
            new Demo("officer", "沈宁", "Shen Ning", "office", Role.DATA_OFFICER, Set.of()),
            new Demo("officer2", "罗岚", "Luo Lan", "office", Role.DATA_OFFICER, Set.of()),
            new Demo("admin", "高远", "Gao Yuan", "office", Role.ADMINISTRATOR, Set.of()));

    private DemoAccounts() {}

    private static Demo clerk(String username, String zh, String en, String department) {
        return new Demo(username, zh, en, department, Role.CLERK, Set.of(department));
    }

    /** Adds those that do not exist yet; existing ones keep their pseudonym, and so their cases. */
    public static void ensure(Accounts accounts, PasswordEncoder encoder) {
        List<Account> fresh = new ArrayList<>();
        for (Demo demo : ALL) {
            if (accounts.byName(demo.username()).isEmpty()) {
                fresh.add(new Account(
                        demo.username(),
                        encoder.encode(PASSWORD),
                        "p-" + UUID.randomUUID(),
                        Map.of("zh", demo.zh(), "en", demo.en()),
                        demo.organisation(),
                        Set.of(demo.role()),
                        demo.groups(),
                        true));
            }
        }
        if (!fresh.isEmpty()) {
            accounts.put(fresh);
        }
    }
}
