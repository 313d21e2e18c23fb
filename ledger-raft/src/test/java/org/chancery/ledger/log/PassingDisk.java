package org.chancery.ledger.log;

import java.io.IOException;
import java.nio.file.Path;

/** A disk that passes every step on to another one; a test changes those of its files. */
public abstract class PassingDisk implements Disk {

    private final Disk disk;

    protected PassingDisk(Disk disk) {
        this.disk = disk;
    }

    /** What becomes of a file that is written from now on. */
    protected abstract Out opened(Out file);

    @Override
    public void createFolders(Path folder) throws IOException {
        disk.createFolders(folder);
    }

    @Override
    public Out create(Path file) throws IOException {
        return opened(disk.create(file));
    }

    @Override
    public Out extend(Path file) throws IOException {
        return opened(disk.extend(file));
    }

    @Override
    public void truncate(Path file, long length) throws IOException {
        disk.truncate(file, length);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void syncFolder(Path folder) throws IOException {
        disk.syncFolder(folder);
    }

    /** A file that is written as the other disk's is. */
    public abstract static class PassingOut implements Out {

        private final Out file;

        protected PassingOut(Out file) {
            this.file = file;
        }

        @Override
        public void write(byte[] bytes) throws IOException {
            file.write(bytes);
        }

        @Override
        public void sync() throws IOException {
            file.sync();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
