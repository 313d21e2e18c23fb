/** Applying for a service: choose it, fill in its form, be told what happens next. */
package org.chancery.console.apply;
