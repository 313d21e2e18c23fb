package org.chancery.engine.model;

import java.util.Set;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.delegate.Expression;
import org.operaton.bpm.engine.delegate.VariableScope;
import org.operaton.bpm.engine.impl.scripting.ExecutableScript;
import org.operaton.bpm.engine.impl.scripting.ScriptFactory;
import org.operaton.bpm.engine.impl.scripting.engine.DefaultScriptEngineResolver;
import org.operaton.bpm.engine.impl.scripting.engine.OperatonScriptEngineManager;
import org.operaton.bpm.engine.impl.scripting.engine.Resolver;
import org.operaton.bpm.engine.impl.scripting.engine.ResolverFactory;

/** Script engines at run time: FEEL and no other, whatever lies on the class path. */
public final class ConfinedScripts extends DefaultScriptEngineResolver {

    /** The one name that the rules read scripts by: under another one a text would run unread. */
    private static final String FEEL = "feel";

    public ConfinedScripts() {
        super(new OperatonScriptEngineManager());
    }

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        throw new ProcessEngineException("No script engine may be added: " + factory.getEngineName());
    }

    @Override
    public ScriptEngineManager getScriptEngineManager() {
        return scriptEngineManager;
    }

    @Override
    public ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        if (!FEEL.equals(language)) {
            throw new ProcessEngineException("Scripts in '" + language + "' are refused: FEEL is the only language");
        }
        return super.getScriptEngine(language, resolveFromCache);
    }

    /** Scripts stand in the model, where the rules have read them; none is loaded from a file or made by an expression. */
    public static final class InPlace extends ScriptFactory {
        @Override
        public ExecutableScript createScriptFromResource(String language, String resource) {
            throw elsewhere(resource);
        }

        @Override
        public ExecutableScript createScriptFromResource(String language, Expression resource) {
            throw elsewhere(resource.getExpressionText());
        }

        @Override
        public ExecutableScript createScriptFromSource(String language, Expression source) {
            throw elsewhere(source.getExpressionText());
        }

        private static ProcessEngineException elsewhere(String where) {
            return new ProcessEngineException("The script in '" + where + "' is refused: it stands outside the model");
        }
    }

    /** FEEL sees variables only; Operaton would also hand it the execution, whose getters it could follow. */
    public static final class VariablesOnly implements ResolverFactory {
        @Override
        public Resolver createResolver(VariableScope scope) {
            return new Resolver() {
                @Override
                public boolean containsKey(Object key) {
                    return key instanceof String name && scope.hasVariable(name);
                }

                @Override
                public Object get(Object key) {
                    return key instanceof String name ? scope.getVariable(name) : null;
                }

                @Override
                public Set<String> keySet() {
                    return scope.getVariableNames();
                }
            };
        }
    }
}
