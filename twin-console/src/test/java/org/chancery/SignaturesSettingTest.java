package org.chancery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.ledger.Signing;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** With what the log signs, as an operator writes it. */
class SignaturesSettingTest {

    private static Signing signing(Map<String, String> settings) {
        ChanceryProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("chancery", ChanceryProperties.class);
        return NodeParts.quorumConfig(Path.of("data"), properties).signing();
    }

    @Test
    void unsetItIsEd25519Alone() {
        assertThat(signing(Map.of())).isEqualTo(Signing.PLAIN);
    }

    @Test
    void furtherAlgorithmsAndATokenAreNamed() {
        assertThat(signing(Map.of("chancery.signatures.further", "p-256,sm2")).further())
                .isEqualTo(Set.of(Signing.Algorithm.P256, Signing.Algorithm.SM2));
        assertThat(signing(Map.of(
                                "chancery.signatures.token.library", "/lib/token.so",
                                "chancery.signatures.token.slot", "4711",
                                "chancery.signatures.token.pin-file", "/etc/pin"))
                        .token())
                .isEqualTo(Optional.of(new Signing.Token(Path.of("/lib/token.so"), 4711, "log", Path.of("/etc/pin"))));
    }

    @Test
    void anUnknownAlgorithmIsRefused() {
        assertThatThrownBy(() -> signing(Map.of("chancery.signatures.further", "rot13")))
                .isInstanceOf(BindException.class);
    }
}
