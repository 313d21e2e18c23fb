/** The public services, one package each: model, decisions, forms, texts, work and scenarios. */
package org.chancery.processes;
