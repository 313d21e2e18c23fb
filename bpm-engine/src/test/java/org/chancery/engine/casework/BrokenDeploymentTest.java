package org.chancery.engine.casework;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.chancery.engine.casework.Workbench.ANALYST;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.Map;
import org.chancery.engine.EngineException.ModelRefused;
import org.chancery.engine.Models;
import org.chancery.engine.casefile.Transactions;
import org.chancery.engine.model.DeployedModels;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.operaton.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;

/** No file that anybody deploys takes a page away from everybody. */
class BrokenDeploymentTest {

    private static final String PROCESS = "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'"
            + " targetNamespace='t'><process id='new' isExecutable='true'><startEvent id='s'/></process></definitions>";

    private Workbench bench;

    @BeforeEach
    void open() {
        bench = Licence.open();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        new_en.properties | title=\\u12                               | model.texts
        new.form          | []                                          | form.malformed
        new.dmn           | <definitions>                               | model.malformed
        new.dmn           | <rubbish/>                                  | model.parse
        new.dmn           | <definitions xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/' id='d' name='d' namespace='n'><decision id='e' name='e'><decisionTable id='t' hitPolicy='NONE'/></decision></definitions> | model.parse
        """)
    void whatCannotBeReadIsRefusedAndPagesStay(String file, String content, String code) {
        long before =
                bench.engine.getRepositoryService().createDeploymentQuery().count();
        Map<String, byte[]> files = Workbench.files("new.bpmn", PROCESS, file, content);
        assertThatThrownBy(() -> bench.models().deploy(ANALYST, "new", files))
                .isInstanceOfSatisfying(
                        ModelRefused.class,
                        refused -> assertThat(refused.findings())
                                .extracting(ModelRefused.Finding::resource, ModelRefused.Finding::code)
                                .containsExactly(tuple(file, code)));
        assertThat(bench.engine.getRepositoryService().createDeploymentQuery().count())
                .isEqualTo(before);
        assertThat(bench.models().services()).isNotEmpty();
    }

    /** A node that deployed it before it was checked, or whose database was changed, shows ids instead of texts. */
    @Test
    void unreadableTextsThatAreThereAreNoTexts() throws Exception {
        try (Connection connection = bench.connection();
                PreparedStatement sql = connection.prepareStatement(
                        "update ACT_GE_BYTEARRAY set BYTES_ = ? where NAME_ = 'licence_en.properties'")) {
            sql.setBytes(1, "title=Other\nsummary=\\u12".getBytes(UTF_8));
            assertThat(sql.executeUpdate()).isEqualTo(1);
        }
        Models fresh = new DeployedModels(bench.engine, new Transactions((ProcessEngineConfigurationImpl)
                bench.engine.getProcessEngineConfiguration()));
        Models.Service service = fresh.services().getFirst();
        assertThat(service.titles()).containsEntry("en", "Licence").containsEntry("zh-CN", "营业执照");
        assertThat(fresh.texts(service.definitionId(), "en")).isEmpty();
    }
}
