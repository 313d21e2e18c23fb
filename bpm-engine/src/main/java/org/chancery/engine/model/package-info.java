/**
 * Models: what may be deployed, how it is checked, and what is in force.
 *
 * <h2>Rules for those who write models</h2>
 *
 * <ul>
 *   <li>Files of a deployment: {@code .bpmn}, {@code .dmn}, {@code .form}, {@code .properties}, all in UTF-8. What no page
 *       could read is refused when it is deployed. A form lies in the same
 *       deployment as the process that uses it; its {@code id} is its key. Elements name it by
 *       {@code camunda:formRef="key" camunda:formRefBinding="deployment"}, not by {@code camunda:formKey}.
 *   <li>Elements stand at most 100 deep; an expression has at most 1,000 characters.
 *   <li>{@code errorRef} names the id of an {@code <error>} of the same file. {@code camunda:in businessKey} is refused:
 *       a called process belongs to its caller's case.
 *   <li>Extensions stand in the namespace {@code http://camunda.org/schema/1.0/bpmn} and in no other, within
 *       {@code extensionElements} or as attributes; tasks of a type are {@code camunda:type="external"}. Other namespaces
 *       hold attributes only, and the diagram.
 *   <li>Expressions ({@code ${…}}) hold variables, literals and operators only: no properties, no calls. Available
 *       always: {@code applicant} (person id), {@code caseNumber}, {@code organisation}. Work is called by
 *       {@code camunda:delegateExpression="${name}"} and by no other means.
 *   <li>Conditions and decisions in FEEL ({@code language="feel"}), without {@code now()}, {@code today()},
 *       {@code random number()}, {@code uuid()} and external functions, which would not replay.
 *   <li>A decision with several outputs hands them on one by one:
 *       {@code <camunda:outputParameter name="reason"><camunda:script scriptFormat="feel">decisionResult[1].reason}.
 *   <li>A user task has {@code camunda:candidateGroups="amr"} (one organisation code), or
 *       {@code camunda:assignee="${applicant}"} when it falls to the applicant; and a form. {@code potentialOwner} and its like are refused.
 *   <li>An external task's topic is the code of the organisation whose workers do it, or begins with it ({@code it-pay});
 *       so are the names of messages and signals that workers send. Extension properties of the task list the variables
 *       that its worker is given ({@code workerInputs}) and may set ({@code workerResults}); without them there are none.
 *   <li>Texts: {@code <processKey>_en.properties} and {@code <processKey>_zh_CN.properties}, UTF-8, with {@code title},
 *       {@code summary}, {@code element.<id>}, {@code field.<key>}, {@code option.<key>.<value>}.
 * </ul>
 */
package org.chancery.engine.model;
