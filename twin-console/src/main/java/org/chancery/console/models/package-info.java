/** Models in force, and deploying new ones. */
package org.chancery.console.models;
