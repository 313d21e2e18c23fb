package org.chancery.ledger.verify;

/**
 * What an entry of a log says of one of its keys, and on whose order.
 *
 * @param index of the entry, from 0
 */
public record KeyAct(KeyEvent event, long index, KeyAuthority authority) {

    boolean isOrdered() {
        return !(authority instanceof KeyAuthority.NotOrdered);
    }
}
