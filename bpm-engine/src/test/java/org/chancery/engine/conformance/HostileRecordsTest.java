package org.chancery.engine.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that only a liar writes: none may be read in two ways, fill the memory, or speak for another case. */
class HostileRecordsTest {

    private static final String RECORD =
            "{'v':3,'kind':'case','time':'2026-11-24T01:00:00Z','case':'c1','transitions':[%s]}";

    private static List<Finding> found(String record) {
        Conformance judge = new Conformance(hash -> Optional.empty());
        return judge.read(0, record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static String step(String members) {
        return RECORD.formatted("{'type':'variable'" + members + "}");
    }

    @Test
    void anOrdinaryOneIsRead() {
        assertThat(found(step(",'facts':{'x':1.5,'y':12345678901234567890}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",'facts':{'x':1e999999999}",
                ",'facts':{'x':[{'y':1e-999999999}]}",
                ",'facts':{'x':1},'facts':{'x':2}",
                ",'type':'cancelled'"
            })
    void whatCannotBeReadInOneWayIsNotJudged(String members) {
        assertThat(found(step(members))).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo("unreadable");
            assertThat(finding.caseName()).isEqualTo("c1");
        });
    }

    @Test
    void nothingStandsBehindARecord() {
        assertThat(found(RECORD.formatted("") + "{}"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.caseName()).isEqualTo("c1"));
    }

    /** Signed, they would be names of other cases. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\ud800b", "a b", "a\\u0001b", "a\\u2028b"})
    void aNameThatIsSignedAsAnotherIsNone(String name) {
        assertThat(found(RECORD.formatted("").replace("'c1'", "'" + name + "'")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.code()).isEqualTo("unreadable");
                    assertThat(finding.caseName()).isEmpty();
                });
    }

    @Test
    void aKindOfStepThatNobodyKnowsIsNotLawful() {
        String model = "'process':'p','version':1,'model':'x'";
        byte[] bpmn = Sketch.of("p", "", """
                start s
                user a
                end e
                s -> a
                a -> e
                """).getBytes(StandardCharsets.UTF_8);
        Conformance judge = new Conformance(hash -> Optional.of(bpmn));
        List<String> records = List.of(
                "{'type':'deployed'," + model + "}",
                "{'type':'started','element':'p'," + model + "},{'type':'passed','element':'s'," + model
                        + ",'flows':['s-a']},{'type':'started','element':'a','instance':'a1'," + model + "}",
                "{'type':'entered'}",
                "{'type':'beamed','element':'a'}");
        List<Finding> found = List.of();
        for (int leaf = 0; leaf < records.size(); leaf++) {
            assertThat(found).isEmpty();
            String record = RECORD.formatted(records.get(leaf).replace("'x'", "'" + Library.hash(bpmn) + "'"));
            found = judge.read(leaf, record.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Finding.Kind.NOT_JUDGED);
            assertThat(finding.details()).isEqualTo(Map.of("facts", "beamed"));
        });
    }
}
