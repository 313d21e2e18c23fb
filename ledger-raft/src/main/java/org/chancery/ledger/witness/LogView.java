package org.chancery.ledger.witness;

import java.util.List;
import org.chancery.ledger.Hash;

/** A log as a witness reads it: nothing that it says is believed before it leads to a signed root. */
public interface LogView {

    /** How many entries it has now. */
    long size();

    /** RFC 9162 §2.1.4 proof that the tree of {@code from} leaves is a prefix of the tree of {@code to} leaves. */
    List<Hash> consistencyProof(long from, long to);

    /** The entries {@code [from, to)} in order; at most 1,000, fewer if it is more convenient, at least one. */
    List<byte[]> entries(long from, long to);
}
