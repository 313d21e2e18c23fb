/** The inbox: work a person holds or may take, and the form of one task. */
package org.chancery.console.inbox;
