package org.chancery.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models in force: processes, decisions and forms. */
public interface Models {

    /** Every service an applicant may start, newest version of each. */
    List<Service> services();

    /** All deployed process versions, newest first. */
    List<Version> versions();

    /**
     * Validates and deploys files as one. Refused whole if one finding stands; unchanged files make no new version.
     *
     * @param resources file name to content: {@code .bpmn}, {@code .dmn}, {@code .form}, {@code .properties}
     * @throws EngineException.ModelRefused with each finding
     * @throws EngineException.NotPermitted unless the actor is an analyst or an administrator
     */
    List<Version> deploy(Actor actor, String name, Map<String, byte[]> resources);

    /** BPMN 2.0 XML of a process definition. */
    String diagram(String definitionId);

    /** The bytes of the model with this SHA-256 (base64url, as records name it), whatever its kind. */
    Optional<byte[]> byHash(String sha256);

    /**
     * The BPMN or DMN file with this SHA-256, if a definition was deployed from it: such files public records name, and
     * anybody may read them; forms and texts are not among them.
     *
     * @param sha256 base64url without padding, as records name it
     */
    Optional<byte[]> publicByHash(String sha256);

    /** The form-js schema for a key, as deployed with that definition. */
    String form(String definitionId, String formKey);

    /**
     * The texts deployed with a process, for screens.
     *
     * @param languageTag {@code zh-CN} or {@code en}
     * @return {@code element.<id>}, {@code field.<key>}, {@code option.<key>.<value>} … to text; empty if it came without
     */
    default Map<String, String> texts(String definitionId, String languageTag) {
        return Map.of();
    }

    /**
     * A service as an applicant sees it.
     *
     * @param key process definition key, e.g. {@code est}
     * @param titles title by language tag, {@code zh-CN} and {@code en}
     * @param startForm key of its start form
     */
    record Service(
            String key,
            String definitionId,
            int version,
            Map<String, String> titles,
            Map<String, String> summaries,
            String startForm) {}

    /** One deployed process version; {@code sha256} is of its BPMN file, base64url as records write it. */
    record Version(
            String key, String definitionId, int version, String sha256, Instant deployedAt, String deployedBy) {}
}
