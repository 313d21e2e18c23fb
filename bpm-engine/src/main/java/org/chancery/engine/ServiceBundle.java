package org.chancery.engine;

import java.util.Map;

/**
 * A public service as it ships: its models, forms and texts, and the work its models call by name.
 *
 * @param name name of the deployment, e.g. {@code est}
 * @param resources file name to content, see {@link Models#deploy}
 * @param works name to work; a model calls it as {@code camunda:delegateExpression="${name}"}
 */
public record ServiceBundle(String name, Map<String, byte[]> resources, Map<String, Work> works) {

    public ServiceBundle {
        resources = Map.copyOf(resources);
        works = Map.copyOf(works);
    }
}
