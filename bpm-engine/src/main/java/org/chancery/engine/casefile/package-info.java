/** What the engine keeps of a case beside Operaton's own rows: its file ({@code CH_CASE}) and its personal fields. */
package org.chancery.engine.casefile;
