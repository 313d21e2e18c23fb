/**
 * Forms: form-js schemas as the engine reads them, and the check of what was entered.
 *
 * <h2>Rules for those who write forms</h2>
 *
 * <ul>
 *   <li>Field types: {@code textfield textarea number checkbox radio select checklist taglist datetime dynamiclist};
 *       {@code group} and static components ({@code text html separator spacer image button}) hold no value of their
 *       own.
 *   <li>{@code validate}: {@code required minLength maxLength pattern min max}, and {@code decimalDigits}; a required
 *       checkbox has to be ticked. A text has at most 4,000 characters even where the form names no length; a list has,
 *       as JSON, at most 16,000 if it is personal and 4,000 if it is public.
 *   <li>{@code properties.privacy}: {@code personal} or {@code public}; without it a field of any type is personal.
 *       Personal values are kept encrypted under the key of the person they are about and never become process
 *       variables, so conditions and decisions cannot read them; public ones become typed variables named like the
 *       field. A public list has public fields only. All forms of a deployment that take a field in agree on this.
 *   <li>{@code properties.subject}: whom a personal value is about, so that one person can be erased while the others
 *       stay readable. A name of the analyst's choice, the same in all forms of a service ({@code legalRep}): all
 *       fields of a case with this name share a key. {@code each}, of a {@code dynamiclist} only: every entry is about
 *       a person of its own, at most 100 entries; an entry that a later form's
 *       list leaves out is removed from the case, and all of them by an empty list; a form that does not send the list
 *       at all changes nothing. Who is entered again is told from who is new by a field with the check
 *       {@code citizen-id} or {@code credit-code}, so each list should have one. Without it, or {@code applicant}: the applicant's own key, the same
 *       in all their cases. Fields inside a list have no subject of their own. Records name the entries of a list of
 *       persons, and so tell how many there are. Free text of a clerk needs a subject as well ({@code notes}), since
 *       whom it will name is not known.
 *   <li>{@code properties.check}: name of a check the node was started with, e.g. {@code citizen-id}, of a text field; it
 *       is also applied to a field inside a dynamic list. What is kept is written as the check writes it. A check that
 *       the node does not offer refuses the form, and whatever is entered under it.
 *   <li>{@code properties.requiredIf}: {@code KEY=OPTION} of a choice of the same form; where that is chosen, the field
 *       must be filled in (the ground of a refusal).
 *   <li>{@code properties.title: "true"}: this public field's value is the case's title (a company's name); a later
 *       form that takes it in anew gives the case its new title.
 *   <li>{@code readonly: true} or {@code disabled: true}: shown, never written. A task form shows a value of the case
 *       under the same key; what a task form does not name, its clerk does not see.
 *   <li>Values: text for text, select, radio and dates (ISO 8601 {@code yyyy-MM-dd}); number for number; boolean for
 *       checkbox; lists are kept as JSON text.
 *   <li>{@code conditional.hide} is a matter of screens: a field that may be hidden must not be required.
 * </ul>
 */
package org.chancery.engine.form;
