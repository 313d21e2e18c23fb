/** Cases from application to answer: start, rights, what is shown, the work that models call. */
package org.chancery.engine.casework;
