package org.chancery.engine.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.lang.annotation.Annotation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chancery.engine.EngineException.NotPermitted;
import org.operaton.bpm.engine.rest.exception.RestException;
import org.operaton.bpm.engine.rest.mapper.MultipartFormData;
import org.operaton.bpm.engine.rest.mapper.MultipartPayloadProvider;

/**
 * The parts of a deployment: files, and what is documented of it. Anything else is refused by name, first of all an
 * activation time: the model would be in force later than its record says.
 */
final class RestUpload {

    /** {@code tenant-id} is for the deployment guard to refuse. */
    private static final Set<String> DOCUMENTED = Set.of(
            "deployment-name", "deployment-source", "enable-duplicate-filtering", "deploy-changed-only", "tenant-id");

    private static final String ACTIVATION = "deployment-activation-time";

    private RestUpload() {}

    /**
     * @param body the request's body; read here as Operaton's resource will read it
     * @throws NotPermitted naming a part that is none of these
     * @throws RestBody.Unreadable if it is no form of several parts
     */
    static void confine(HttpServletRequest request, byte[] body) throws RestBody.Unreadable {
        MultipartFormData form = read(request, body);
        form.getPartNames().stream()
                .sorted()
                .filter(name -> !isOffered(form.getNamedPart(name)))
                .findFirst()
                .ifPresent(name -> {
                    String shown = name.length() <= 64 ? name : name.substring(0, 64) + "…";
                    throw new NotPermitted("rest.deployment-part", Map.of("part", shown));
                });
    }

    private static boolean isOffered(MultipartFormData.FormPart part) {
        boolean file = part.getFileName() != null;
        String name = part.getFieldName();
        return DOCUMENTED.contains(name) ? !file : file && !ACTIVATION.equals(name);
    }

    private static MultipartFormData read(HttpServletRequest request, byte[] body) throws RestBody.Unreadable {
        String type = Optional.ofNullable(request.getContentType()).orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw RestBody.unreadable(415, "rest.not-multipart");
        }
        MultivaluedMap<String, String> headers = new MultivaluedHashMap<>(Map.of("content-type", type));
        try {
            return new MultipartPayloadProvider()
                    .readFrom(
                            MultipartFormData.class,
                            MultipartFormData.class,
                            new Annotation[0],
                            null,
                            headers,
                            new ByteArrayInputStream(body));
        } catch (RestException e) {
            throw RestBody.unreadable(400, "rest.not-multipart");
        }
    }
}
