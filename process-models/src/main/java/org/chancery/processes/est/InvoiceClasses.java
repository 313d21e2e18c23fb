package org.chancery.processes.est;

import java.math.BigDecimal;

/**
 * Classes that the invoice risk is decided on. Records tell them to everybody; the figures behind them, which a public
 * register also shows, they do not. The borders are parameters of this system.
 */
final class InvoiceClasses {

    private static final BigDecimal LARGE = new BigDecimal(5_000_000);
    private static final int FEW = 3;
    private static final int CROWDED = 3;
    private static final int MASS = 10;

    private InvoiceClasses() {}

    /** @param expected staff */
    static String staff(int expected) {
        return expected < 1 ? "none" : expected < FEW ? "few" : "several";
    }

    /** @param registered capital in yuan */
    static String capital(BigDecimal registered) {
        return registered.compareTo(LARGE) > 0 ? "large" : "usual";
    }

    /** @param others companies registered at the address before */
    static String address(long others) {
        return others < 1 ? "own" : others < CROWDED ? "shared" : others < MASS ? "crowded" : "mass";
    }
}
