/** The application: starts one node and its console, and holds the only place where the parts are put together. */
package org.chancery;
