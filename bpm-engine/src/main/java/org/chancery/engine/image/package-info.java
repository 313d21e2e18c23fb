/** Row images: what a transaction left in the database, written down independently of the database product. */
package org.chancery.engine.image;
