package org.chancery.ledger.witness;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.chancery.ledger.JudgeMemory;
import org.chancery.ledger.LedgerException;

/** A judge's memory: its records on the witness's disk, entries as the log shows them. */
final class WitnessMemory implements JudgeMemory, Closeable {

    private final JudgeFolder folder;
    private volatile RecordFile records;
    private volatile Optional<LogView> log = Optional.empty();

    WitnessMemory(JudgeFolder folder, RecordFile records) {
        this.folder = folder;
        this.records = records;
    }

    /** From now on entries are read here. */
    void reading(LogView view) {
        log = Optional.of(view);
    }

    @Override
    public Optional<byte[]> get(String name) {
        return records.get(name);
    }

    @Override
    public void put(String name, byte[] known) {
        records.put(name, known);
    }

    @Override
    public byte[] entry(long leaf) {
        LogView view =
                log.orElseThrow(() -> new LedgerException.Unavailable("The log was not read yet in this run", null));
        try {
            return view.entries(leaf, leaf + 1).getFirst();
        } catch (UncheckedIOException e) {
            throw new LedgerException.Unavailable("Entry " + leaf + " cannot be had now: " + e.getMessage(), e);
        }
    }

    /** Makes durable what was put by; in a new file, if the present one is mostly of no use. */
    RecordFile.Extent sync() throws IOException {
        if (records.isWasteful()) {
            RecordFile fresh = folder.fresh();
            try {
                records.copyTo(fresh);
                fresh.sync();
            } catch (IOException | RuntimeException e) {
                fresh.close();
                throw e;
            }
            RecordFile old = records;
            records = fresh;
            old.close();
        }
        return records.sync();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
