/** Forms of services and tasks: form-js in the user's language, with a summary of what is wrong on top. */
package org.chancery.console.form;
