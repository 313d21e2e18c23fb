package org.chancery.console.models;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.component.upload.UploadI18N;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chancery.console.access.SignedIn;
import org.chancery.console.shell.Notice;
import org.chancery.console.shell.Refusals;
import org.chancery.console.shell.Rows;
import org.chancery.engine.Engine;
import org.chancery.engine.EngineException;
import org.chancery.engine.Models;

/** Chooses files and deploys them as one; a refusal lists what stands against them, element by element. */
class Deployment extends Section {

    private static final long serialVersionUID = 1;

    private final transient Engine engine;
    private final transient Refusals refusals;
    private final transient Runnable deployed;
    private final transient Map<String, byte[]> files = new TreeMap<>();
    private final Upload upload;
    private final UnorderedList chosen = new UnorderedList();
    private final Div result = new Div();
    private final NativeButton deploy;

    Deployment(Engine engine, Refusals refusals, Runnable deployed) {
        this.engine = engine;
        this.refusals = refusals;
        this.deployed = deployed;
        addClassName("deployment");
        upload = new Upload(new ModelUpload(this::take, () -> unusable("deploy.toobig")));
        upload.setAcceptedFileTypes(".bpmn", ".dmn", ".form", ".properties");
        upload.setMaxFiles(ModelUpload.MAX_FILES);
        upload.setMaxFileSize(ModelUpload.MAX_BYTES);
        upload.setI18n(texts());
        upload.addFileRejectedListener(rejected ->
                say(new Notice(Notice.Kind.PROBLEM, getTranslation("deploy.file"), rejected.getErrorMessage())));
        deploy = new NativeButton(getTranslation("deploy.run"), click -> deploy());
        deploy.addClassNames("action", "primary");
        deploy.setEnabled(false);
        Paragraph hint = new Paragraph(getTranslation("deploy.hint"));
        hint.addClassName("hint");
        add(new H2(getTranslation("deploy.title")), hint, upload, chosen, deploy, result);
    }

    private UploadI18N texts() {
        UploadI18N texts = new UploadI18N();
        texts.setAddFiles(new UploadI18N.AddFiles()
                .setOne(getTranslation("deploy.choose"))
                .setMany(getTranslation("deploy.choose")));
        texts.setDropFiles(new UploadI18N.DropFiles()
                .setOne(getTranslation("deploy.drop"))
                .setMany(getTranslation("deploy.drop")));
        texts.setError(new UploadI18N.Error()
                .setFileIsTooBig(getTranslation("deploy.toobig"))
                .setIncorrectFileType(getTranslation("deploy.type"))
                .setTooManyFiles(getTranslation("deploy.toomany")));
        return texts;
    }

    private void take(String name, byte[] content) {
        long others = files.entrySet().stream()
                .filter(file -> !file.getKey().equals(name))
                .mapToLong(file -> file.getValue().length)
                .sum();
        if (files.size() >= ModelUpload.MAX_FILES && !files.containsKey(name)) {
            unusable("deploy.toomany");
            return;
        }
        if (others + content.length > ModelUpload.MAX_TOTAL_BYTES) {
            unusable("deploy.alltoobig");
            return;
        }
        files.put(name, content);
        chosen.removeAll();
        files.keySet().forEach(file -> chosen.add(new ListItem(new Code(file))));
        deploy.setEnabled(true);
        result.removeAll();
    }

    private void deploy() {
        String first = files.keySet().stream()
                .filter(file -> file.endsWith(".bpmn"))
                .findFirst()
                .orElse(files.keySet().iterator().next());
        try {
            List<Models.Version> versions =
                    engine.models().deploy(SignedIn.actor(), first.replaceAll("\\.[a-z]+$", ""), Map.copyOf(files));
            say(new Notice(
                    Notice.Kind.DONE,
                    getTranslation("deploy.done"),
                    getTranslation(versions.isEmpty() ? "deploy.unchanged" : "deploy.done.text", versions.size())));
            deployed.run();
        } catch (EngineException.ModelRefused refused) {
            say(new Notice(
                    Notice.Kind.PROBLEM,
                    getTranslation("deploy.refused"),
                    getTranslation("deploy.refused.text"),
                    findings(refused.findings())));
        } catch (EngineException refusal) {
            say(refusals.notice(refusal, getLocale()));
        }
        forget();
    }

    private Rows findings(List<EngineException.ModelRefused.Finding> findings) {
        Rows rows = new Rows(
                getTranslation("deploy.findings"),
                List.of(
                        getTranslation("deploy.resource"),
                        getTranslation("deploy.element"),
                        getTranslation("deploy.finding")));
        for (EngineException.ModelRefused.Finding finding : findings) {
            rows.row(
                    new Code(finding.resource()),
                    new Code(finding.element().isEmpty() ? "–" : finding.element()),
                    new Paragraph(refusals.text(finding.code(), finding.details(), Map.of(), getLocale())));
        }
        return rows;
    }

    private void unusable(String reason) {
        say(new Notice(Notice.Kind.PROBLEM, getTranslation("deploy.file"), getTranslation(reason)));
    }

    private void say(Notice notice) {
        result.removeAll();
        result.add(notice);
    }

    private void forget() {
        files.clear();
        chosen.removeAll();
        upload.clearFileList();
        deploy.setEnabled(false);
    }
}
