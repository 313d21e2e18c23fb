/** Screens on which persons are erased: the data officers' own, and the applicant's part of a case page. */
package org.chancery.console.erasures;
