package org.chancery.engine.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.chancery.engine.casework.Workbench.AMR_LI;
import static org.chancery.engine.casework.Workbench.AUDITOR;
import static org.chancery.engine.casework.Workbench.FOUNDER;
import static org.chancery.engine.casework.Workbench.TAX_ZHAO;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chancery.engine.Actor;
import org.chancery.engine.Actor.Role;
import org.chancery.engine.Cases.Field;
import org.chancery.engine.EngineException.NotFound;
import org.junit.jupiter.api.Test;

/** Which of the fields that are not personal a person is shown of a case: no more than their part in it needs. */
class CaseSightTest {

    @Test
    void departmentsKnowTheApplicationTheirOwnFormsAndWhatTheOthersDecided() {
        try (Workbench bench = Licence.open()) {
            String number = bench.cases().start(FOUNDER, "licence", Licence.application(), "sight");
            complete(bench, AMR_LI, Map.of("verdict", "grant", "score", 7));
            assertThat(known(bench, TAX_ZHAO, number))
                    .contains("company", "capital", "verdict")
                    .doesNotContain("score");

            complete(bench, TAX_ZHAO, Map.of("quota", 25));
            assertThat(known(bench, TAX_ZHAO, number)).contains("quota").doesNotContain("score");
            assertThat(known(bench, AMR_LI, number))
                    .contains("company", "capital", "verdict", "score")
                    .doesNotContain("quota");
            for (Actor all : List.of(FOUNDER, AUDITOR)) {
                assertThat(known(bench, all, number)).contains("company", "capital", "verdict", "score", "quota");
            }
        }
    }

    @Test
    void whoIsLentToAnotherOrganisationsGroupSeesNoneOfItsCases() {
        try (Workbench bench = Licence.open()) {
            String number = bench.cases().start(FOUNDER, "licence", Licence.application(), "lent");
            Actor lent = new Actor("p-lent", "tax", Set.of(Role.CLERK), Set.of("amr"));
            assertThat(bench.cases().list(lent, "", 0, 10)).isEmpty();
            assertThatThrownBy(() -> bench.cases().view(lent, number)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> bench.cases().trail(lent, number)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> bench.cases().receipt(lent, number, 0)).isInstanceOf(NotFound.class);

            complete(bench, AMR_LI, Map.of("verdict", "grant", "score", 7));
            complete(bench, TAX_ZHAO, Map.of("quota", 25));
            Actor both = new Actor("p-both", "amr", Set.of(Role.CLERK), Set.of("amr", "tax"));
            assertThat(known(bench, both, number))
                    .as("forms of the department they act for, not of the other")
                    .contains("score")
                    .doesNotContain("quota");
        }
    }

    @Test
    void aLongRecordIsReadAgainAndOnlyTheLatestAreKept() {
        RecentLeaves<String> recent = new RecentLeaves<>();
        recent.keep(1, "short", RecentLeaves.MAX_LENGTH);
        recent.keep(2, "long", RecentLeaves.MAX_LENGTH + 1);
        assertThat(recent.find(1)).contains("short");
        assertThat(recent.find(2)).isEmpty();
        for (int leaf = 10; leaf < 10 + RecentLeaves.MAX; leaf++) {
            recent.keep(leaf, "next", 1);
        }
        assertThat(recent.find(1)).isEmpty();
    }

    private static void complete(Workbench bench, Actor clerk, Map<String, Object> values) {
        bench.tasks().complete(clerk, bench.tasks().inbox(clerk).get(0).id(), values);
    }

    private static List<String> known(Workbench bench, Actor actor, String number) {
        return bench.cases().view(actor, number).fields().stream()
                .map(Field::name)
                .toList();
    }
}
