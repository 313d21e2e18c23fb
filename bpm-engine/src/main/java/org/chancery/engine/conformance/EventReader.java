package org.chancery.engine.conformance;

import static org.chancery.engine.conformance.Dom.attribute;
import static org.chancery.engine.conformance.Dom.child;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.chancery.engine.conformance.Node.Event;
import org.chancery.engine.conformance.Node.Kind;
import org.chancery.engine.conformance.Node.Trigger;
import org.operaton.bpm.model.xml.instance.DomElement;

/** Reads what an event waits for, or tells. */
final class EventReader {

    private static final Map<String, Trigger> TRIGGERS = Map.of(
            "timerEventDefinition", Trigger.TIMER,
            "messageEventDefinition", Trigger.MESSAGE,
            "signalEventDefinition", Trigger.SIGNAL,
            "conditionalEventDefinition", Trigger.CONDITION,
            "errorEventDefinition", Trigger.ERROR,
            "escalationEventDefinition", Trigger.ESCALATION,
            "compensateEventDefinition", Trigger.COMPENSATION,
            "cancelEventDefinition", Trigger.CANCEL,
            "terminateEventDefinition", Trigger.TERMINATE,
            "linkEventDefinition", Trigger.LINK);

    private EventReader() {}

    static Event event(DomElement at, Kind kind) {
        if (!kind.equals(Kind.START)
                && !kind.equals(Kind.END)
                && !kind.equals(Kind.CATCH)
                && !kind.equals(Kind.THROW)
                && !kind.equals(Kind.BOUNDARY)) {
            return Event.NONE;
        }
        boolean interrupting = !attribute(at, kind == Kind.START ? "isInterrupting" : "cancelActivity")
                .equals("false");
        return at.getChildElements().stream()
                .filter(child -> TRIGGERS.containsKey(child.getLocalName()))
                .findFirst()
                .map(definition -> event(definition, interrupting))
                .orElseGet(() -> new Event(Trigger.NONE, "", Optional.empty(), interrupting));
    }

    private static Event event(DomElement definition, boolean interrupting) {
        Trigger trigger = TRIGGERS.get(definition.getLocalName());
        String detail = switch (trigger) {
            case TIMER ->
                Stream.of("timeDate", "timeDuration", "timeCycle")
                        .flatMap(name -> child(definition, name).stream())
                        .map(Dom::text)
                        .findFirst()
                        .orElse("");
            case LINK -> attribute(definition, "name");
            case COMPENSATION -> attribute(definition, "activityRef");
            default -> "";
        };
        Optional<Expression> condition =
                trigger == Trigger.CONDITION ? child(definition, "condition").map(Dom::expression) : Optional.empty();
        return new Event(trigger, detail, condition, interrupting);
    }
}
