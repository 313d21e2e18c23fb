package org.chancery.engine.model;

import jakarta.el.ArrayELResolver;
import jakarta.el.CompositeELResolver;
import jakarta.el.ELResolver;
import jakarta.el.ListELResolver;
import jakarta.el.MapELResolver;
import java.lang.reflect.Method;
import java.util.Map;
import org.operaton.bpm.engine.ProcessEngineException;
import org.operaton.bpm.engine.impl.el.Expression;
import org.operaton.bpm.engine.impl.el.JuelExpressionManager;
import org.operaton.bpm.engine.impl.el.ReadOnlyMapELResolver;
import org.operaton.bpm.engine.impl.el.VariableContextElResolver;
import org.operaton.bpm.engine.impl.el.VariableScopeElResolver;

/**
 * The engine's expressions at run time, confined a second time: an expression that did not come through a checked
 * deployment (a query, a filter, a variable) is refused when it is read, and Java beans and methods cannot be resolved
 * even if one were not. Work comes before variables, so that no variable can stand in for it.
 */
public final class ConfinedExpressions extends JuelExpressionManager {

    private final Map<Object, Object> works;

    public ConfinedExpressions(Map<Object, Object> works) {
        super(works);
        this.works = works;
    }

    @Override
    public Expression createExpression(String expression) {
        Expressions.refused(expression).ifPresent(part -> {
            throw new ProcessEngineException("Expression '" + expression + "' is refused at '" + part
                    + "': only variables, literals and operators are allowed");
        });
        return super.createExpression(expression);
    }

    /** Operaton registers functions of clock and user; no model may call them, so none is kept. */
    @Override
    public void addFunction(String name, Method function) {}

    @Override
    protected ELResolver createElResolver() {
        CompositeELResolver resolver = new CompositeELResolver();
        resolver.add(new ReadOnlyMapELResolver(works));
        resolver.add(new VariableScopeElResolver());
        resolver.add(new VariableContextElResolver());
        resolver.add(new ArrayELResolver(true));
        resolver.add(new ListELResolver(true));
        resolver.add(new MapELResolver(true));
        return resolver;
    }
}
