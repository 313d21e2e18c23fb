package org.chancery.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitsTest {

    @Test
    void clocksAndJoinsOnlyWait() {
        Waits waits = Waits.in("""
                <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
                  <boundaryEvent id="tooLate"><timerEventDefinition/></boundaryEvent>
                  <intermediateCatchEvent id="told"><messageEventDefinition/></intermediateCatchEvent>
                  <userTask id="work"/>
                  <parallelGateway id="all"/>
                  <exclusiveGateway id="which"/>
                </process></definitions>
                """);
        assertThat(waits.clocks()).containsExactly("tooLate");
        assertThat(waits.joins()).containsExactly("all");
    }

    @Test
    void whatIsNoXmlHasNone() {
        assertThat(Waits.in("<definitions>")).isEqualTo(Waits.in(""));
    }
}
