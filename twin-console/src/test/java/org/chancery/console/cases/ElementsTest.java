package org.chancery.console.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ElementsTest {

    private static final Elements ELEMENTS = Elements.in("""
            <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p">
              <startEvent id="applied"/>
              <userTask id="work"/>
              <serviceTask id="issue"/>
              <subProcess id="clock">
                <startEvent id="clockBegins"/>
                <endEvent id="clockEnds"/>
              </subProcess>
              <boundaryEvent id="tooLate"><timerEventDefinition/></boundaryEvent>
              <intermediateCatchEvent id="told"><messageEventDefinition/></intermediateCatchEvent>
              <parallelGateway id="all"/>
              <endEvent id="granted"/>
            </process></definitions>
            """);

    @Test
    void clocksAndJoinsOnlyWait() {
        assertThat(ELEMENTS.clocks()).containsExactly("tooLate");
        assertThat(ELEMENTS.onlyWaits("tooLate")).isTrue();
        assertThat(ELEMENTS.onlyWaits("all")).isTrue();
        assertThat(ELEMENTS.onlyWaits("work")).isFalse();
        assertThat(ELEMENTS.onlyWaits("told")).isFalse();
    }

    @Test
    void whatWasDoneIsToldAndTheMachineryIsNot() {
        assertThat("applied work issue tooLate granted".split(" ")).allMatch(ELEMENTS::tellsEnd);
        assertThat("p all clock clockBegins clockEnds".split(" ")).noneMatch(ELEMENTS::tellsEnd);
        assertThat(ELEMENTS.tellsBeginning("work")).isTrue();
        assertThat(ELEMENTS.tellsBeginning("issue")).isFalse();
        assertThat(ELEMENTS.tellsBeginning("tooLate")).isFalse(); // a clock that runs has not run out
        assertThat(ELEMENTS.tellsCancelling("tooLate")).isFalse();
    }

    @Test
    void whatIsNoXmlHasNone() {
        assertThat(Elements.in("<definitions>")).isEqualTo(Elements.in(""));
    }
}
