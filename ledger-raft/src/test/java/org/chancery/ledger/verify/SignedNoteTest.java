package org.chancery.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP signed-note, with the specification's own example. */
class SignedNoteTest {

    private static final String KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    private static final String NOTE = "This is an example message.\n\n"
            + "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    @Test
    void theExampleOfTheSpecificationVerifies() throws MalformedTextException {
        VerifierKey key = VerifierKey.parse(KEY);
        assertThat(key.text()).isEqualTo(KEY);
        SignedNote note = SignedNote.parse(NOTE);
        assertThat(note.render()).isEqualTo(NOTE);
        assertThat(key.verifies(note, note.signatures().getFirst())).isTrue();
        SignedNote other = new SignedNote("This is an example massage.\n", note.signatures());
        assertThat(key.verifies(other, other.signatures().getFirst())).isFalse();
    }

    @Test
    void theTextMayHaveEmptyLinesAndTheNoteSeveralSignatures() throws MalformedTextException {
        String line = NOTE.substring(NOTE.indexOf("— "));
        SignedNote note = SignedNote.parse("a\n\nb\n\n" + line + line);
        assertThat(note.text()).isEqualTo("a\n\nb\n");
        assertThat(note.signatures()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n\n— name\n",
                "text\n\n— name AAAA\n",
                "text\n\n— name AAAAAAA=",
                "text\n\n- name AAAAAAA=\n",
                "text\n\n— na+me AAAAAAA=\n",
                "text\n\n—  AAAAAAA=\n",
                "text\n\n— name AAAAAAB=\n",
                "text\n\n— name AAAAAAA\n",
                "text\n\n— name AAAAAAA= \n",
                "te\tt\n\n— name AAAAAAA=\n",
                "te\rt\n\n— name AAAAAAA=\n"
            })
    void whatIsNoNoteIsRefused(String text) {
        assertThatThrownBy(() -> SignedNote.parse(text)).isInstanceOf(MalformedTextException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/foo",
                "example.com/foo+530d903a",
                "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
                "example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            })
    void whatIsNoKeyIsRefused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(MalformedTextException.class);
    }
}
