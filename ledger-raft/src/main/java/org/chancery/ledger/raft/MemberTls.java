package org.chancery.ledger.raft;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslProvider;

/**
 * Mutual TLS 1.3 (RFC 8446) between the members of a group, on loopback too, where any account of the machine could
 * connect. Each shows the self-signed certificate of its member key, and takes a peer whose certificate is one of the
 * group's, byte for byte; names and dates in it say nothing.
 */
final class MemberTls {

    private MemberTls() {}

    /** @param group the certificates of all members at the time of a handshake */
    static Parameters parameters(MemberKey own, Supplier<Set<X509Certificate>> group) {
        Parameters parameters = new Parameters();
        GrpcConfigKeys.TLS.setConf(
                parameters,
                GrpcTlsConfig.newBuilder()
                        .setName("members")
                        .setKeyManager(own.keyManager())
                        .setTrustManager(new Members(group))
                        .setMutualTls(true)
                        .setSslProvider(SslProvider.JDK)
                        .setProtocols("TLSv1.3")
                        .build());
        return parameters;
    }

    /** Trusts the members of the group and nobody else; being the extended kind, it is asked no host names. */
    private static final class Members extends X509ExtendedTrustManager {

        private final Supplier<Set<X509Certificate>> group;

        Members(Supplier<Set<X509Certificate>> group) {
            this.group = group;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain == null || chain.length == 0 || !group.get().contains(chain[0])) {
                throw new CertificateException("the peer is no member of this group");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        /** None: a client picks its certificate without a list of issuers. */
        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
