package org.chancery.ledger.raft;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.chancery.ledger.Ledger;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.LedgerStatus;
import org.chancery.ledger.PersonKeys;
import org.chancery.ledger.QuorumConfig;
import org.chancery.ledger.Witnesses;
import org.chancery.ledger.log.LogStore;
import org.chancery.ledger.witness.Cosigning;
import org.chancery.ledger.witness.LocalWitnesses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The voters of one process: {@code voter-1} is the engine's and leads when it can, the others keep the log only.
 *
 * <p><b>Damage.</b> A voter whose store is damaged does not run. If it is not {@code voter-1} and a majority is left,
 * the others go on without it. Moved away, its store (or its whole folder) is made anew from the leader's: it joins as
 * a newcomer that has no vote until the leader has told it of the group, since it forgot what it had acknowledged.
 * That is safe for one voter at a time.
 */
public final class LocalGroup implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LocalGroup.class);
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration STOPPED = Duration.ofSeconds(30);

    private final QuorumConfig config;
    private final RaftSettings settings;
    private final Clock clock;
    private final Map<String, VoterSlot> slots = new LinkedHashMap<>();
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>();
    private final PersonKeys personKeys;
    private final SharedKeys keys;
    private final Cosigning cosigning;
    private volatile Membership membership;

    private LocalGroup(QuorumConfig config, RaftSettings settings, Clock clock) {
        this.config = config;
        this.settings = settings;
        this.clock = clock;
        for (int i = 0; i < config.ports().size(); i++) {
            VoterSlot slot = slot(config, i);
            String id = slot.id();
            slot.folder().create();
            slots.put(id, slot);
            Appending appending = new Appending(slot.delivery(), config.appendTimeout(), this::runs);
            ledgers.put(id, new VoterLedger(slot, appending, this));
        }
        this.keys = new SharedKeys(config, slots.values());
        this.cosigning = LocalWitnesses.start(
                config.data(), config.witnesses(), keys.logKey().verifierKey(), clock);
        this.personKeys = new ReplicatedPersonKeys(first()::required, config.appendTimeout(), this::runs);
    }

    /**
     * Starts all voters and waits a while until {@code voter-1} can append records and make person keys.
     *
     * @throws LedgerException.DamagedStore if the store of {@code voter-1}, or of a majority, is damaged
     * @throws LedgerException.Unavailable also if a key of the log was changed half-way, and no entry tells of the new one
     */
    public static LocalGroup start(QuorumConfig config) {
        KeyChange.requireAnnounced(config.data());
        return startToChangeKeys(config);
    }

    /** As {@link #start}, also half-way through a change of the log's keys. */
    static LocalGroup startToChangeKeys(QuorumConfig config) {
        return start(config, RaftSettings.USUAL, Clock.systemUTC());
    }

    static LocalGroup start(QuorumConfig config, RaftSettings settings, Clock clock) {
        LocalGroup group = new LocalGroup(config, settings, clock);
        try {
            group.startAll();
            group.awaitReady();
            return group;
        } catch (RuntimeException e) {
            try {
                group.close();
            } catch (LedgerException notStopped) {
                e.addSuppressed(notStopped);
            }
            throw e;
        }
    }

    /** Whether any voter of this folder ever opened a store. */
    public static boolean hasBegun(QuorumConfig config) {
        return IntStream.range(0, config.ports().size())
                .anyMatch(i -> folder(config, i).hasStore());
    }

    /** See {@link org.chancery.ledger.Quorum#renewGroupKey}. */
    public static String renewGroupKey(QuorumConfig config, Set<String> lost) {
        if (!hasBegun(config)) {
            throw new LedgerException.Unavailable(
                    "There is no log in " + config.data() + " whose key could be renewed. Nothing was changed", null);
        }
        List<VoterSlot> slots = IntStream.range(0, config.ports().size())
                .mapToObj(i -> slot(config, i))
                .toList();
        return new SharedKeys(config, slots).renew(lost);
    }

    private static VoterSlot slot(QuorumConfig config, int voter) {
        return new VoterSlot(id(voter), voter == 0 ? "engine" : "log-only", folder(config, voter));
    }

    private static String id(int voter) {
        return "voter-" + (voter + 1);
    }

    private static VoterFolder folder(QuorumConfig config, int voter) {
        return new VoterFolder(config.data().resolve(id(voter)));
    }

    /** The ledger as this voter sees it. */
    public Ledger ledger(String voter) {
        slot(voter);
        return ledgers.get(voter);
    }

    /** The ledger as the engine's voter sees it. */
    public Ledger ledger() {
        return ledgers.get(first().id());
    }

    public PersonKeys personKeys() {
        return personKeys;
    }

    /** Who cosigns what the voters of this process sign. */
    public Witnesses witnesses() {
        return cosigning;
    }

    /** The verifier key of the log (C2SP signed-note), one line. */
    public String verifierKey() {
        return keys.logKey().verifierKey().text();
    }

    /** Stops one voter; nothing happens if it does not run. */
    public synchronized void stop(String voter) {
        slot(voter).stop();
    }

    /**
     * Starts a voter that was stopped or refused. If its port was taken in the meantime, all voters are started anew on
     * new addresses.
     *
     * @throws LedgerException.DamagedStore if its store is damaged
     */
    public synchronized void start(String voter) {
        VoterSlot slot = slot(voter);
        if (slot.running().filter(RunningVoter::alive).isPresent()) {
            return;
        }
        slot.stop();
        slot.folder().create();
        keys.share();
        if (Loopback.free(port(membership.self(voter)))) {
            VoterStart.Begun begun = begun(slots.values().stream()
                    .flatMap(other -> other.running().stream())
                    .map(other -> other.voter().store()));
            startOne(slot, openStore(slot), begun);
        } else {
            LOG.warn("The port of {} was taken; all voters of this process move to new addresses", voter);
            slots.values().forEach(VoterSlot::stop);
            startAll();
        }
    }

    private synchronized void startAll() {
        membership = new Membership(config.origin(), addresses());
        Map<VoterSlot, LogStore> stores = new LinkedHashMap<>();
        try {
            for (VoterSlot slot : slots.values()) {
                openOrRefuse(slot, stores);
            }
            requireEnough(stores.size());
        } catch (RuntimeException e) {
            stores.values().forEach(LogStore::close);
            throw e;
        }
        // The first one stands for election at once; the others must listen by then.
        List<VoterSlot> order = new ArrayList<>(stores.keySet()).reversed();
        VoterStart.Begun begun = begun(stores.values().stream());
        int spare = stores.size() - (slots.size() / 2 + 1);
        for (VoterSlot slot : order) {
            try {
                startOne(slot, stores.remove(slot), begun);
            } catch (LedgerException e) {
                if (slot == first() || --spare < 0) {
                    stores.values().forEach(LogStore::close);
                    throw e;
                }
                LOG.error("{} stays out of the group: {}", slot.id(), e.getMessage());
            }
        }
    }

    private void openOrRefuse(VoterSlot slot, Map<VoterSlot, LogStore> stores) {
        try {
            stores.put(slot, openStore(slot));
        } catch (LedgerException.DamagedStore damaged) {
            if (slot == first()) {
                throw damaged;
            }
            LOG.error("{} stays out of the group: {}", slot.id(), damaged.getMessage());
        }
    }

    private void requireEnough(int sound) {
        if (sound <= slots.size() / 2) {
            throw slots.values().stream()
                    .flatMap(slot -> slot.refusal().stream())
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static LogStore openStore(VoterSlot slot) {
        try {
            return LogStore.open(slot.folder().store());
        } catch (LedgerException e) {
            slot.refused(e);
            throw e;
        }
    }

    private VoterStart.Begun begun(Stream<LogStore> stores) {
        return new VoterStart.Begun(
                begun(
                        membership.ledgerGroup(),
                        stores.anyMatch(store -> store.lastApplied().index() >= 0)),
                begun(
                        membership.personsGroup(),
                        slots.values().stream().anyMatch(slot -> PersonKeyMachine.hasBegun(slot.folder()))));
    }

    /**
     * Whether the group may have committed something: a voter's state says so, or a majority has entries, of which none
     * need have reached a durable state. If no voter remembers its votes, all were put back from a backup: they begin
     * the Raft log anew, together.
     */
    private boolean begun(RaftGroupId group, boolean inSomeState) {
        List<Path> logs = slots.values().stream()
                .map(slot -> VoterStart.log(slot.folder(), group))
                .toList();
        long withEntries =
                logs.stream().filter(log -> RaftLogFiles.first(log).isPresent()).count();
        return (inSomeState || withEntries > slots.size() / 2) && logs.stream().anyMatch(RaftLogFiles::remembersVotes);
    }

    private void startOne(VoterSlot slot, LogStore store, VoterStart.Begun begun) {
        try {
            slot.started(new VoterStart(slot, membership, settings).run(store, begun, keys, cosigning, clock));
        } catch (LedgerException e) {
            slot.refused(e);
            throw e;
        }
    }

    private List<RaftPeer> addresses() {
        Set<Integer> chosen = new HashSet<>();
        List<VoterSlot> all = List.copyOf(slots.values());
        return IntStream.range(0, all.size())
                .mapToObj(i -> Membership.peer(
                        all.get(i).id(),
                        Loopback.port(all.get(i).folder(), config.ports().get(i), chosen),
                        i == 0))
                .toList();
    }

    private static int port(RaftPeer peer) {
        String address = peer.getAddress();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    LedgerStatus status(VoterSlot slot) {
        return new GroupStatus(config.origin(), List.copyOf(slots.values()), membership, this::runs).seenBy(slot);
    }

    /** What is wrong with the stores of which voters, see {@link org.chancery.ledger.Quorum#verifyStores}. */
    public SortedMap<String, LedgerException> verifyStores() {
        SortedMap<String, LedgerException> wrong = new TreeMap<>();
        for (VoterSlot slot : slots.values()) {
            try {
                slot.required().voter().store().verifyWhole();
            } catch (LedgerException e) {
                wrong.put(slot.id(), e);
            }
        }
        return wrong;
    }

    private boolean runs(String voter) {
        return slots.get(voter).running().isPresent();
    }

    private VoterSlot first() {
        return slots.values().iterator().next();
    }

    VoterSlot slot(String voter) {
        VoterSlot slot = slots.get(voter);
        if (slot == null) {
            throw new IllegalArgumentException("no voter " + voter + ", there are " + slots.keySet());
        }
        return slot;
    }

    private void awaitReady() {
        BooleanSupplier ready =
                () -> ledger().writableTerm().isPresent() && ledger().status().personKeys();
        long until = System.nanoTime() + READY.toNanos();
        while (!ready.getAsBoolean() && System.nanoTime() < until) {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * Stops all voters at once.
     *
     * @throws LedgerException.Unavailable if one does not stop in time: what is on the disk is sound all the same, as
     *     after a crash
     */
    @Override
    public synchronized void close() {
        cosigning.close();
        Map<String, CompletableFuture<Void>> stopping = new LinkedHashMap<>();
        slots.forEach((id, slot) -> stopping.put(
                id,
                CompletableFuture.runAsync(
                        slot::stop,
                        task -> Thread.ofPlatform().daemon().name("stop-" + id).start(task))));
        try {
            CompletableFuture.allOf(stopping.values().toArray(CompletableFuture[]::new))
                    .orTimeout(STOPPED.toSeconds(), TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TimeoutException) {
                stopping.values().removeIf(CompletableFuture::isDone);
                throw new LedgerException.Unavailable(
                        "Did not stop within " + STOPPED.toSeconds() + " s: " + stopping.keySet()
                                + ". Nothing is lost; the process may be ended.",
                        e.getCause());
            }
            throw e.getCause() instanceof LedgerException known ? known : e;
        }
    }
}
