package org.chancery.ledger;

/**
 * What a judge states of a case that has ended; signed by a witness it is the case's certificate
 * ({@code org.chancery.ledger.verify.CaseCertificateNote} describes it).
 *
 * @param caseName the case's pseudonym
 * @param json the statement: an object with sorted names on one line (RFC 8785); no personal data
 */
public record CaseStatement(String caseName, String json) {}
