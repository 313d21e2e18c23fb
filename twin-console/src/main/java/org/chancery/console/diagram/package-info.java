/** BPMN diagrams with the places where a case stands. */
package org.chancery.console.diagram;
