package org.chancery.engine.model;

import static org.chancery.engine.model.Rule.finding;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chancery.engine.EngineException.ModelRefused.Finding;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Models reach code only as {@code ${name}} of work that the node offers, never by a Java class name. */
final class ClassNameRule implements Rule {

    private static final List<String> CLASS_NAMES = List.of("class", "formHandlerClass", "variableMappingClass");
    private static final List<String> DELEGATES = List.of("delegateExpression", "variableMappingDelegateExpression");
    private static final Pattern ERROR_CODE = Pattern.compile("[\\p{L}\\p{N}_-]+");
    private static final Pattern BEAN = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

    @Override
    public Stream<Finding> check(Files files) {
        return files.processes().stream().flatMap(file -> {
            Set<String> errors = declaredErrors(file);
            return Bpmn.all(file.root())
                    .flatMap(at -> Stream.of(
                                    classNames(file, at),
                                    delegates(file, at, files),
                                    errorCodes(file, at),
                                    errorReferences(file, at, errors))
                            .flatMap(found -> found));
        });
    }

    private Stream<Finding> classNames(ModelFile file, Element at) {
        Stream<Finding> attributes = CLASS_NAMES.stream()
                .flatMap(name -> named(at, name))
                .map(value -> finding(file, at, "model.class", Map.of("class", value)));
        // a form field's validator is named by class or bean, and runs at every submit
        boolean validator = Bpmn.isExtension(at, "constraint") && "validator".equals(at.getAttribute("name"));
        return validator
                ? Stream.concat(
                        attributes,
                        Stream.of(finding(file, at, "model.class", Map.of("class", at.getAttribute("config")))))
                : attributes;
    }

    /** An error code that is the name of an exception's class would catch that exception, refusals included. */
    private static Stream<Finding> errorCodes(ModelFile file, Element at) {
        return Stream.of(at.getAttribute("errorCode"))
                .filter(code -> Bpmn.is(at, "error")
                        && !code.isEmpty()
                        && !ERROR_CODE.matcher(code).matches())
                .map(code -> finding(file, at, "model.error-code", Map.of("code", code)));
    }

    /** What no {@code <error>} of the file declares, Operaton takes for the code itself, whatever it names. */
    private static Stream<Finding> errorReferences(ModelFile file, Element at, Set<String> declared) {
        return Bpmn.attributes(at)
                .filter(attribute -> "errorRef".equals(attribute.getLocalName()))
                .map(Node::getNodeValue)
                .filter(id -> !declared.contains(id))
                .map(id -> finding(file, at, "model.error-ref", Map.of("ref", id)));
    }

    private static Set<String> declaredErrors(ModelFile file) {
        return Bpmn.children(file.root())
                .filter(at -> Bpmn.is(at, "error"))
                .map(at -> at.getAttribute("id"))
                .collect(Collectors.toSet());
    }

    private Stream<Finding> delegates(ModelFile file, Element at, Files files) {
        return DELEGATES.stream()
                .flatMap(name -> named(at, name))
                .filter(value -> !isWork(value, files))
                .map(value -> finding(file, at, "model.delegate", Map.of("delegate", value)));
    }

    /** The attribute as an extension, or without a namespace as on listeners. */
    private static Stream<String> named(Element at, String name) {
        Stream<String> plain = at.hasAttribute(name) ? Stream.of(at.getAttribute(name)) : Stream.empty();
        return Stream.concat(Bpmn.extension(at, name).stream(), plain);
    }

    private static boolean isWork(String value, Files files) {
        Matcher bean = BEAN.matcher(value.strip());
        return bean.matches() && files.works().contains(bean.group(1));
    }
}
