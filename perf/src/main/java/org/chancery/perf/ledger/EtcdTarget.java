package org.chancery.perf.ledger;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedInputStream;
import org.apache.ratis.thirdparty.com.google.protobuf.CodedOutputStream;
import org.apache.ratis.thirdparty.io.grpc.CallOptions;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.MethodDescriptor;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.grpc.stub.ClientCalls;
import org.apache.ratis.thirdparty.io.grpc.stub.StreamObserver;

/**
 * etcd, asked at its leader over gRPC without TLS, asynchronously over a few connections: its own way to be asked, and
 * the cheapest. Messages are those of etcd's {@code rpc.proto}, of which a put needs two fields.
 */
final class EtcdTarget implements Target, AutoCloseable {

    private static final MethodDescriptor<byte[], byte[]> PUT = method("etcdserverpb.KV/Put");
    private static final MethodDescriptor<byte[], byte[]> STATUS = method("etcdserverpb.Maintenance/Status");
    private static final int KEY_BYTES = 16;
    private static final int MAX_VALUE = 1 << 20;
    private static final long PATIENCE_SECONDS = 30;

    private final List<ManagedChannel> channels;
    private final int bytes;
    private final AtomicInteger next = new AtomicInteger();

    /**
     * @param port of the leader on the loopback interface
     * @param bytes of a value
     */
    EtcdTarget(int port, int connections, int bytes) {
        if (bytes > MAX_VALUE) {
            throw new IllegalArgumentException("etcd takes values of up to about a megabyte");
        }
        this.channels =
                IntStream.range(0, connections).mapToObj(i -> channel(port)).toList();
        this.bytes = bytes;
    }

    private static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    /** Whether the member at this port leads. */
    static boolean leads(int port) {
        ManagedChannel channel = channel(port);
        try {
            byte[] status = ClientCalls.blockingUnaryCall(
                    channel, STATUS, CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS), new byte[0]);
            long member = 0;
            long leader = 0;
            CodedInputStream in = CodedInputStream.newInstance(status);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag >>> 3) {
                    case 1 -> member = member(in.readByteArray());
                    case 4 -> leader = in.readUInt64();
                    default -> in.skipField(tag);
                }
            }
            return leader != 0 && leader == member;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            channel.shutdownNow();
        }
    }

    private static long member(byte[] header) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(header);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag >>> 3 == 2) {
                return in.readUInt64();
            }
            in.skipField(tag);
        }
        return 0;
    }

    @Override
    public Block run(int outstanding, long nanos) throws InterruptedException {
        Latencies latencies = new Latencies();
        Semaphore free = new Semaphore(outstanding);
        AtomicReference<Optional<Throwable>> failed = new AtomicReference<>(Optional.empty());
        long begin = System.nanoTime();
        while (System.nanoTime() < begin + nanos && failed.get().isEmpty()) {
            free.acquire();
            put(free, latencies, failed);
        }
        if (!free.tryAcquire(outstanding, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("etcd does not answer any more");
        }
        failed.get().ifPresent(e -> {
            throw new IllegalStateException("a put was refused", e);
        });
        return Block.of(latencies, System.nanoTime() - begin);
    }

    private void put(Semaphore free, Latencies latencies, AtomicReference<Optional<Throwable>> failed) {
        ManagedChannel channel = channels.get(Math.floorMod(next.getAndIncrement(), channels.size()));
        long asked = System.nanoTime();
        ClientCalls.asyncUnaryCall(channel.newCall(PUT, CallOptions.DEFAULT), request(), new StreamObserver<byte[]>() {
            @Override
            public void onNext(byte[] answer) {
                latencies.add(System.nanoTime() - asked);
            }

            @Override
            public void onError(Throwable e) {
                failed.compareAndSet(Optional.empty(), Optional.of(e));
                free.release();
            }

            @Override
            public void onCompleted() {
                free.release();
            }
        });
    }

    /** {@code message PutRequest { bytes key = 1; bytes value = 2; }}: a new key each time, as a log has. */
    private byte[] request() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] key = ByteBuffer.allocate(KEY_BYTES)
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .array();
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        byte[] request = new byte
                [CodedOutputStream.computeByteArraySize(1, key) + CodedOutputStream.computeByteArraySize(2, value)];
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(request);
            out.writeByteArray(1, key);
            out.writeByteArray(2, value);
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request;
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(name)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream message) {
            try {
                return message.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        channels.forEach(ManagedChannel::shutdownNow);
    }
}
