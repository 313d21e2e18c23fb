/** Who may sign in, as whom they act, and how often a wrong password may be tried. Accounts never enter the engine. */
package org.chancery.console.access;
