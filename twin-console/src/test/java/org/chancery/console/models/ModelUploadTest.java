package org.chancery.console.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.server.streams.UploadEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ModelUploadTest {

    private final List<Integer> taken = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final ModelUpload upload =
            new ModelUpload((name, content) -> taken.add(content.length), () -> refused.add("too big"));

    @Test
    void aFileOfTheLargestSizeIsTaken() throws IOException {
        upload.handleUploadRequest(new Event(ModelUpload.MAX_BYTES));
        assertThat(taken).containsExactly(ModelUpload.MAX_BYTES);
        assertThat(refused).isEmpty();
    }

    @Test
    void aLargerOneIsRefusedWhateverLengthItAnnounces() throws IOException {
        Event event = new Event(ModelUpload.MAX_BYTES + 1);
        upload.handleUploadRequest(event);
        assertThat(taken).isEmpty();
        assertThat(refused).hasSize(1);
        assertThat(event.isRejected()).isTrue();
        assertThat(List.of(upload.getFileSizeMax(), upload.getRequestSizeMax(), upload.getFileCountMax()))
                .allMatch(limit -> limit > 0);
    }

    private static final class Event extends UploadEvent {
        private final int size;

        Event(int size) {
            super(null, null, null, "a.bpmn", 3, "text/xml", null, null);
            this.size = size;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(new byte[size]);
        }

        @Override
        public UI getUI() {
            return new Screen();
        }
    }

    private static final class Screen extends UI {
        private static final long serialVersionUID = 1;

        @Override
        public Future<Void> access(Command command) {
            command.execute();
            return CompletableFuture.completedFuture(null);
        }
    }
}
