/** Work for people: the inbox, and the duties that hold whichever way a task is taken or completed. */
package org.chancery.engine.task;
