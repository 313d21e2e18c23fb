/**
 * What trials of the engine share, the tests of this and the later modules and the benches: a client that does as
 * refusals say, and a database server of its own. Only this package is in the module's jar of tests.
 */
package org.chancery.engine.trial;
