/** Erasure of persons: who may decide on it, what speaks against it, how it is carried out. See ADR 0006. */
package org.chancery.engine.erasure;
