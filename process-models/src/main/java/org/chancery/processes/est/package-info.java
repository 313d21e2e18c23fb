/** P01 企业开办, start a business: registration and six departments side by side. */
package org.chancery.processes.est;
