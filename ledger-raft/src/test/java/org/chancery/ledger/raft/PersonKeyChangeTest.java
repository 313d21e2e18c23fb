package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

/** Changes of the person keys as they stand in the Raft log. */
class PersonKeyChangeTest {

    private static final byte[] FIRST = new byte[32];
    private static final byte[] SECOND = "0123456789abcdef0123456789abcdef".getBytes();

    private final PersonKeyTable table = new PersonKeyTable();

    private void apply(long index, PersonKeyChange change) {
        table.apply(PersonKeyChange.decode(change.encode()), TermIndex.valueOf(1, index));
    }

    @Test
    void keys_of_several_persons_are_one_change_and_replace_none() {
        apply(1, new PersonKeyChange.Create(new TreeMap<>(Map.of("a", FIRST))));
        apply(2, new PersonKeyChange.Erase("gone"));
        apply(3, new PersonKeyChange.Create(new TreeMap<>(Map.of("a", SECOND, "b", SECOND, "gone", SECOND))));
        assertThat(table.find("a")).contains(FIRST);
        assertThat(table.find("b")).contains(SECOND);
        assertThat(table.find("gone")).isEmpty();
        assertThat(table.erased("gone")).isTrue();
    }

    @Test
    void a_change_that_ends_too_early_or_is_of_no_known_kind_is_refused() {
        ByteString whole = new PersonKeyChange.Create(new TreeMap<>(Map.of("a", FIRST))).encode();
        assertThatThrownBy(() -> PersonKeyChange.decode(whole.substring(0, 5)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PersonKeyChange.decode(ByteString.copyFrom(new byte[] {1, 'x'})))
                .hasMessageContaining("unknown change of person keys 'x'");
    }

    @Test
    void a_change_as_it_was_written_for_one_person_is_read() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(new byte[] {1, 'c'});
        out.writeUTF("a");
        out.writeByte(32);
        out.write(SECOND);
        table.apply(PersonKeyChange.decode(ByteString.copyFrom(bytes.toByteArray())), TermIndex.valueOf(1, 1));
        assertThat(table.find("a")).contains(SECOND);
    }
}
