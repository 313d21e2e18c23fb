package org.chancery.ledger.witness;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** So many questions at once, then so many a second, each address by itself. */
class QuotaTest {

    private long nanos;
    private final Quota quota = new Quota(3, 2, () -> nanos);

    private int taken(String address) {
        int taken = 0;
        while (quota.take(address)) {
            taken++;
        }
        return taken;
    }

    @Test
    void eachAddressHasItsOwnAndGetsItBackWithTime() {
        assertThat(taken("a")).isEqualTo(3);
        assertThat(taken("b")).isEqualTo(3);
        nanos += TimeUnit.MILLISECONDS.toNanos(499);
        assertThat(taken("a")).isZero();
        nanos += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(taken("a")).isEqualTo(1);
        nanos += TimeUnit.HOURS.toNanos(1);
        assertThat(taken("a")).as("never more than at first").isEqualTo(3);
    }

    @Test
    void oneLineIsOneNetwork() throws Exception {
        InetAddress one = InetAddress.getByName("2001:db8::1");
        assertThat(Quota.network(InetAddress.getByName("2001:db8::ffff:2"))).isEqualTo(Quota.network(one));
        assertThat(Quota.network(InetAddress.getByName("2001:db8:0:1::1"))).isNotEqualTo(Quota.network(one));
        assertThat(Quota.network(InetAddress.getByName("192.0.2.7"))).isEqualTo("192.0.2.7");
    }

    @Test
    void manyAddressesTakeNoMoreMemory() {
        assertThat(taken("a")).isEqualTo(3);
        for (int i = 0; i < 1_000; i++) {
            quota.take("other " + i);
        }
        assertThat(taken("a")).as("forgotten").isEqualTo(3);
    }
}
