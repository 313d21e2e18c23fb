package org.chancery.ledger.witness;

import org.chancery.ledger.verify.CaseCertificateNote;

/** Why what another witness says cannot be shown or counted: one sentence in English. */
class Trouble extends Exception {

    private static final long serialVersionUID = 1;

    /** In characters: others choose the names that it quotes. */
    private static final int LONGEST = 500;

    Trouble(String why) {
        super(why.length() > LONGEST ? why.substring(0, LONGEST) + "…" : why);
    }

    /** It does not answer, whatever it is asked. */
    static final class Unreachable extends Trouble {

        private static final long serialVersionUID = 1;

        Unreachable(String why) {
            super(why);
        }
    }

    /** It has signed this of a case, and it does not count: then nothing that it signed before does. */
    static final class Refused extends Trouble {

        private static final long serialVersionUID = 1;

        private final transient CaseCertificateNote certificate;

        Refused(CaseCertificateNote certificate, String why) {
            super(why);
            this.certificate = certificate;
        }

        CaseCertificateNote certificate() {
            return certificate;
        }
    }
}
