package org.chancery.engine.casefile;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.chancery.engine.EngineException;
import org.chancery.engine.EngineException.NotPermitted;
import org.chancery.ledger.LedgerException;
import org.chancery.ledger.PersonKeys;

/**
 * Keys by person id for what is about to be sealed. Making one waits for a quorum of its own, so it is done before the
 * transaction, all in one change; inside it they are only looked up.
 */
public final class CaseKeys {

    private final PersonKeys keys;

    public CaseKeys(PersonKeys keys) {
        this.keys = keys;
    }

    /**
     * Makes those that do not exist.
     *
     * @throws NotPermitted if one of these persons was erased
     * @throws EngineException.NoQuorum if none could be made
     */
    public Map<String, byte[]> made(Collection<String> persons) {
        persons.forEach(this::refuseErased);
        try {
            return keys.createAll(persons);
        } catch (LedgerException.NoQuorum e) {
            throw new EngineException.NoQuorum(e);
        } catch (LedgerException e) {
            throw new EngineException.NotCurrent(e); // a key is created once, however often it is asked for
        }
    }

    /** Whether each of these persons has a key, or had one. */
    public boolean exist(Collection<String> persons) {
        return persons.stream().allMatch(person -> keys.find(person).isPresent() || keys.erased(person));
    }

    /**
     * Keys that were made before.
     *
     * @throws NotPermitted if one of these persons was erased
     * @throws EngineException.NotCurrent if one of them has none
     */
    public Map<String, byte[]> held(Collection<String> persons) {
        Map<String, byte[]> held = new HashMap<>();
        for (String person : persons) {
            refuseErased(person);
            held.put(
                    person,
                    keys.find(person)
                            .orElseThrow(() -> new EngineException.NotCurrent(
                                    new IllegalStateException("no key was made for person " + person))));
        }
        return held;
    }

    /** @throws NotPermitted if this person was erased */
    public void refuseErased(String person) {
        if (keys.erased(person)) {
            throw new NotPermitted("person.erased", Map.of());
        }
    }
}
