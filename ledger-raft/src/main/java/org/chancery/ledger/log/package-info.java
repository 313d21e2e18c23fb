/**
 * The permanent log of one voter: a Merkle tree in C2SP tlog-tiles form, the private parts beside it, and one journal
 * for what does not fill a tile yet.
 *
 * <p>Layout of a store's folder:
 *
 * <pre>
 * tile/0/…, tile/1/…    hash tiles of 256 hashes (tlog-tiles "Merkle tree tiles"), written once when full
 * tile/entries/…        bundles of 256 public parts (tlog-tiles "log entries"), written once when full
 * private/…             bundles of 256 sealed private parts with record ids and terms, see PrivateBundle
 * private/ids/…         record id → leaf, one file per 65,536 leaves, derived from the bundles
 * journal               leaves after the last full tile and the applied Raft index, see JournalFrame
 * synced                how much of the journal was fsynced, see SyncMark
 * </pre>
 *
 * <p>Every file but the journal is written under another name, fsynced, renamed, and its folder fsynced. The journal
 * is only appended to; it is replaced, in the same way, once its 256 leaves are in their tile. All of them can be
 * written again with the same bytes, so a crash between any two steps is repaired by doing them again.
 */
package org.chancery.ledger.log;
