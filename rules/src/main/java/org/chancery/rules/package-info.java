/** Rules of law that need no engine: identifiers, the legal clock, decision tables. Imports nothing of ours. */
package org.chancery.rules;
