/** What a log serves to strangers over HTTP: C2SP tlog-tiles, without a framework. */
package org.chancery.ledger.http;
