/** Who acts, and whose a task is. */
package org.chancery.engine.identity;
