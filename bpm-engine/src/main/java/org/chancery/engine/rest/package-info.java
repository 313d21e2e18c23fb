/**
 * Operaton's REST API on {@code /engine-rest}, so that existing workers and tools work.
 *
 * <p>Every call names its actor and every write passes the gate. Starting a service and taking, giving back and
 * completing tasks go through the same faces as the console, with the same duties and the same checks of the form.
 * What is offered and what is refused on purpose is listed in {@link org.chancery.engine.rest.RestPolicy}.
 */
package org.chancery.engine.rest;
