/** The gated tables behind {@link org.chancery.engine.Registers}. */
package org.chancery.engine.register;
