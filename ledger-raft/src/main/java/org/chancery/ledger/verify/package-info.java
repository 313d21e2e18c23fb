/**
 * The offline verifier: proofs, notes and receipts. Needs classes of the JDK only, no server, no network and no other
 * library, so that a stranger can read all of it and run it from one small jar.
 *
 * <p><b>Receipt, version 2.</b> A UTF-8 text, lines ended by U+000A, no byte more or less:
 *
 * <pre>
 * chancery receipt v2
 * {"actor":…,"v":3}                       the record: the log entry's bytes, canonical JSON (RFC 8785) on one line
 * {"name":…,"salt":…,"transition":0,"value":…}   values it commits to, none of them or every one, in order
 * {"name":…,"transition":0}               one that is withheld: its commitment stands in the record
 *
 * c2sp.org/tlog-proof@v1                  from here on a C2SP tlog-proof, to be given as it is to any tool for those
 * index 4711                              leaf index, from 0
 * gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
 * …                                       inclusion proof, RFC 9162 §2.1.3, from the leaf's sibling up
 *
 * chancery.example/main                   C2SP tlog-checkpoint: origin,
 * 4712                                    size,
 * sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=   root,
 * time 2026-11-24T01:02:03.456Z           and one extension line: the moment it was signed, UTC, ISO 8601
 *
 * — chancery.example/main hI2DJw…         the log's Ed25519 signature, C2SP signed-note
 * — court.example/witness mJirIk…         cosignatures, C2SP tlog-cosignature
 * </pre>
 *
 * <p>To verify it by hand: hash the record line without its newline as an RFC 9162 leaf, follow the proof to the root,
 * and check the note's signature with the log's verifier key. For the values, go through the record's transitions: for
 * each name in {@code set} there is one line, and if it has a salt, SHA-256 of salt, name, a zero byte and value is what
 * {@code set} holds by that name, in base64url. A value that is itself the
 * commitment to a personal field may carry {@code "personal":{"case":…,"salt":…,"text":…}}: HMAC-SHA-256 under that
 * salt of case number, zero byte, name, zero byte and text is the value, in base64url.
 *
 * <p>A version 2 receipt has the log's signature lines first, Ed25519 before {@linkplain SignatureAlgorithm others}, and
 * after them those of witnesses, no {@code extra} line and
 * only canonical base64, numbers and JSON. No byte of it can be changed unnoticed but those of lines of witnesses whom
 * the reader does not know: they count for nothing. It speaks for the moment of its checkpoint: that a status was
 * replaced later only a later record can tell.
 */
package org.chancery.ledger.verify;
