package org.chancery.console.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Where a caller comes from, as far as it tells callers apart: an IPv4 address, or the first 64 bits of an IPv6 address,
 * since one line has all the others. Behind a trusted proxy it is the address that the proxy saw.
 */
public final class ClientNetwork {

    private static final int NETWORK_BYTES = 8;

    /** Only what cannot be a host's name, which would be looked up. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:][0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private ClientNetwork() {}

    static String of(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails web ? of(web.getRemoteAddress()) : "";
    }

    /** @param address as the container gives it */
    public static String of(String address) {
        String bare = address.strip().replaceFirst("%.*$", "").replaceAll("\\s", "");
        if (!IPV6.matcher(bare).matches()) {
            return bare.length() > 45 ? bare.substring(0, 45) : bare;
        }
        try {
            InetAddress parsed = InetAddress.getByName(bare);
            return parsed instanceof Inet4Address
                    ? parsed.getHostAddress()
                    : HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "::/64";
        } catch (UnknownHostException e) {
            return bare.length() > 45 ? bare.substring(0, 45) : bare;
        }
    }
}
