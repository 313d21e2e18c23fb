package org.chancery.ledger.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.junit.jupiter.api.Test;

class PersonKeyCopyTest {

    private static final ByteString LEADER = ByteString.copyFromUtf8("voter-1");

    private final PersonKeyTable table = new PersonKeyTable();
    private final PersonKeyCopy copies = new PersonKeyCopy(table);
    private final List<Integer> answers = new ArrayList<>();
    private long applied;

    private void create(int count) {
        for (int i = 0; i < count; i++) {
            byte[] key = ByteBuffer.allocate(32).putInt((int) applied).array();
            String person = "p-" + applied + "-of-a-person-with-a-long-pseudonym";
            apply(new PersonKeyChange.Create(new TreeMap<>(Map.of(person, key))));
        }
    }

    private void apply(PersonKeyChange change) {
        table.apply(change, TermIndex.valueOf(3, applied++));
    }

    private ByteString ask(ByteString leader, ByteString request) {
        ByteString answer = copies.answer(request.asReadOnlyByteBuffer());
        answers.add(answer.size());
        return answer;
    }

    @Test
    void an_empty_table_is_copied() throws IOException {
        assertThat(PersonKeyCopy.from(this::ask, LEADER).encode()).isEqualTo(table.encode());
    }

    @Test
    void a_table_longer_than_a_message_is_copied_in_parts() throws IOException {
        create(150_000);
        assertThat(table.encode().length).isGreaterThan((int) RaftSettings.LONGEST_ENTRY);
        assertThat(PersonKeyCopy.from(this::ask, LEADER).encode()).isEqualTo(table.encode());
        assertThat(answers).hasSizeGreaterThan(2).allMatch(size -> size < 5 << 20);
    }

    @Test
    void a_copy_is_of_one_moment_whatever_is_created_meanwhile() throws IOException {
        create(150_000);
        byte[] begun = table.encode();
        PersonKeyTable copy = PersonKeyCopy.from(
                (leader, request) -> {
                    ByteString answer = ask(leader, request);
                    create(1);
                    return answer;
                },
                LEADER);
        assertThat(copy.encode()).isEqualTo(begun);
    }

    @Test
    void a_key_that_is_erased_meanwhile_is_not_in_the_copy() throws IOException {
        create(150_000);
        String erased = "p-7-of-a-person-with-a-long-pseudonym";
        PersonKeyTable copy = PersonKeyCopy.from(
                (leader, request) -> {
                    ByteString answer = ask(leader, request);
                    if (answers.size() == 2) {
                        apply(new PersonKeyChange.Erase(erased));
                        copies.forget();
                    }
                    return answer;
                },
                LEADER);
        assertThat(copy.erased(erased)).isTrue();
        assertThat(copy.encode()).isEqualTo(table.encode());
    }

    @Test
    void a_leader_that_sends_less_than_it_says_is_not_believed() {
        create(1);
        assertThatThrownBy(() -> PersonKeyCopy.from(
                        (leader, request) -> ask(leader, request).substring(0, 16), LEADER))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sent 0");
    }
}
