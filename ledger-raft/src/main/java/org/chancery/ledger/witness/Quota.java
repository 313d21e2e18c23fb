package org.chancery.ledger.witness;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many questions each network may ask: so many at once, then so many a second. Behind a server that asks for all,
 * they share. May be used by any thread.
 */
final class Quota {

    /** Whose last question is longest ago is forgotten, which gives them no more than a full measure. */
    private static final int NETWORKS = 1_000;

    private static final int NETWORK_BYTES = 8;

    private static final double NANOS = 1e9;

    private final double atOnce;
    private final double aSecond;
    private final LongSupplier nanos;
    private final Map<String, Left> networks = new LinkedHashMap<>(NETWORKS, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Left> eldest) {
            return size() > NETWORKS;
        }
    };

    private record Left(double questions, long at) {}

    /** @param nanos a clock that never goes back, as {@link System#nanoTime} */
    Quota(int atOnce, int aSecond, LongSupplier nanos) {
        this.atOnce = atOnce;
        this.aSecond = aSecond;
        this.nanos = nanos;
    }

    /** An IPv4 address, or the first 64 bits of an IPv6 address, since one line has all the others. */
    static String network(InetAddress address) {
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES) + "::/64"
                : address.getHostAddress();
    }

    /** @return whether this network may ask one now */
    synchronized boolean take(String network) {
        long now = nanos.getAsLong();
        Left before = networks.getOrDefault(network, new Left(atOnce, now));
        double left = Math.min(atOnce, before.questions + (now - before.at) / NANOS * aSecond);
        boolean may = left >= 1;
        networks.put(network, new Left(may ? left - 1 : left, now));
        return may;
    }
}
