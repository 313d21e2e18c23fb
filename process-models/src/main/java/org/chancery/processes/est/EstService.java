package org.chancery.processes.est;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chancery.engine.Cases.Status;
import org.chancery.engine.ServiceBundle;
import org.chancery.engine.Work;
import org.chancery.rules.LegalClock;

/** The service as the application starts it. */
public final class EstService {

    /** Process key. */
    public static final String KEY = "est";

    private static final List<String> FORMS = Stream.concat(
                    Stream.of("est-start", "est-supplement", "est-register", "est-review"),
                    Branch.ALL.stream()
                            .flatMap(branch -> Stream.of("est-" + branch.key(), "est-" + branch.key() + "-remedy")))
            .map(key -> key + ".form")
            .toList();

    private EstService() {}

    /** @param clock counts the deadlines; its zone is the office's */
    public static ServiceBundle bundle(LegalClock clock) {
        ReferenceData data = ReferenceData.demonstration();
        Map<String, Work> works = Map.of(
                "estCheck", new CheckParticulars(clock, data),
                "estAskSupplement", new AskSupplement(clock),
                "estStartClock", new StartClock(clock),
                "estIssue", new IssueLicence(),
                "estPromisedMissed", context -> context.set("promisedMissed", true),
                "estStatutoryMissed", context -> context.set("statutoryMissed", true),
                "estPackage", new DeliverResults(),
                "estRemedied", new CloseRemedy(),
                "estRefuse", new RefuseRegistration(),
                "estWithdraw", EstService::withdraw);
        return new ServiceBundle(KEY, resources(), works);
    }

    private static void withdraw(Work.Context context) {
        context.status(Status.WITHDRAWN);
        context.set("closed", true);
    }

    private static Map<String, byte[]> resources() {
        Map<String, byte[]> resources = new HashMap<>();
        Stream.of("est.bpmn", "est_en.properties", "est_zh_CN.properties")
                .forEach(name -> resources.put(name, read("/org/chancery/processes/est/" + name)));
        FORMS.forEach(name -> resources.put(name, read("/org/chancery/processes/est/" + name)));
        Stream.of("est-completeness.dmn", "est-invoice-quota.dmn")
                .forEach(name -> resources.put(name, read("/decisions/" + name)));
        return resources;
    }

    private static byte[] read(String resource) {
        try (InputStream in = EstService.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
