package org.chancery.console.models;

import com.vaadin.flow.server.streams.UploadEvent;
import com.vaadin.flow.server.streams.UploadHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;

/** Takes files into memory, within limits that hold whatever the browser was told. */
final class ModelUpload implements UploadHandler {

    static final int MAX_FILES = 50;
    static final int MAX_BYTES = 2 * 1024 * 1024;

    /** Of all files that are deployed as one, as at the API. */
    static final int MAX_TOTAL_BYTES = 8 * 1024 * 1024;

    private static final long serialVersionUID = 1;

    private final transient BiConsumer<String, byte[]> taken;
    private final transient Runnable tooBig;

    /** Both are called within the screen's own thread. */
    ModelUpload(BiConsumer<String, byte[]> taken, Runnable tooBig) {
        this.taken = taken;
        this.tooBig = tooBig;
    }

    @Override
    public void handleUploadRequest(UploadEvent event) throws IOException {
        byte[] content;
        try (InputStream in = event.getInputStream()) {
            content = in.readNBytes(MAX_BYTES + 1); // never more, whatever length was announced
        }
        if (content.length > MAX_BYTES) {
            event.reject("too big");
            event.getUI().access(tooBig::run);
        } else {
            String name = event.getFileName();
            event.getUI().access(() -> taken.accept(name, content));
        }
    }

    @Override
    public long getFileSizeMax() {
        return MAX_BYTES;
    }

    @Override
    public long getRequestSizeMax() {
        return MAX_TOTAL_BYTES;
    }

    @Override
    public long getFileCountMax() {
        return MAX_FILES;
    }
}
