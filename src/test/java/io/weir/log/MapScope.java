package io.weir.log;

import io.weir.config.AccessLogConfig;
import io.weir.config.AccessLogConfig.Escape;
import io.weir.variable.Names;
import io.weir.variable.Scope;
import io.weir.variable.Template;
import io.weir.variable.TemplateException;
import io.weir.variable.Variable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is a map from variable names to values. */
final class MapScope implements Scope {

    private final Map<String, String> values = new HashMap<>();

    MapScope with(String name, String value) {
        values.put(name, value);
        return this;
    }

    @Override
    public @Nullable String value(Variable variable) {
        return switch (variable) {
            case Variable.Core core -> values.get(core.id().variableName());
            case Variable.Named named -> values.get(named.kind().prefix() + named.name());
            case Variable.Capture capture -> values.get(Integer.toString(capture.group()));
            case Variable.NamedCapture capture -> values.get(capture.name());
            case Variable.Made made -> made.custom().name();
        };
    }

    static AccessLogConfig config(@Nullable Path file, String format, Escape escape, @Nullable String condition) {
        return new AccessLogConfig(file, template(format), escape, condition == null ? null : template(condition));
    }

    private static Template template(String source) {
        try {
            return Template.compile(source, new Names());
        } catch (TemplateException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
