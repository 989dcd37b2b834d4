package io.weir.files;

import io.weir.config.FileSettings.Candidate;
import io.weir.config.FileSettings.Fallback;
import io.weir.config.FileSettings.Mapping;
import io.weir.config.FileSettings.TryFiles;
import io.weir.exchange.Exchange;
import io.weir.exchange.ExchangeLog;
import io.weir.exchange.FileName;
import io.weir.exchange.Handled;
import io.weir.exchange.Handled.Refused;
import io.weir.files.FileFailure.Kind;
import io.weir.variable.Template;
import org.jspecify.annotations.Nullable;

/** {@code try_files} ({@code ngx_http_try_files_handler}). */
final class FileTrial {

    private final ExchangeLog log;

    FileTrial(ExchangeLog log) {
        this.log = log;
    }

    /** See {@link FileContent#tryFiles}. */
    @Nullable
    Handled run(Exchange exchange, TryFiles rule) {
        FileName name = FileContent.name(exchange, log);
        if (name == null) {
            return new Refused(500);
        }
        for (Candidate candidate : rule.candidates()) {
            String rest = below(exchange, candidate.name());
            String path = name.root() + rest;
            switch (DiskFile.look(path)) {
                case DiskFile.Present found -> {
                    if (found.attributes().isDirectory() == candidate.directory()) {
                        found(exchange, rest, candidate.directory());
                        return null;
                    }
                }
                case DiskFile.Absent(FileFailure failure) -> {
                    if (failure.kind() != Kind.MISSING && failure.kind() != Kind.IMPOSSIBLE) {
                        log.crit(exchange, "stat() \"" + path + "\" failed (" + failure.error() + ")");
                    }
                }
            }
        }
        return switch (rule.fallback()) {
            case Fallback.Code(int status) -> new Refused(status);
            case Fallback.Target(Template value) -> to(below(exchange, value));
        };
    }

    /**
     * A value with variables that begins with the location's name loses it where {@code alias} stands for it; nginx does so
     * with the last argument too.
     */
    private static String below(Exchange exchange, Template template) {
        String value = template.evaluate(exchange);
        int alias = exchange.location().files().mapping().alias();
        boolean prefixed = alias > 0
                && alias != Mapping.WHOLE
                && template.literalValue() == null
                && value.length() >= alias
                && exchange.target().uri().startsWith(value.substring(0, alias));
        return prefixed ? value.substring(alias) : value;
    }

    private static void found(Exchange exchange, String rest, boolean directory) {
        int alias = exchange.location().files().mapping().alias();
        if (alias == 0) {
            exchange.found(rest, false);
        } else if (alias == Mapping.WHOLE) {
            if (!directory) {
                exchange.found(rest, true);
            }
        } else {
            String uri = exchange.target().uri();
            exchange.found(uri.substring(0, Math.min(alias, uri.length())) + rest, false);
        }
    }

    private static Handled to(String target) {
        if (target.startsWith("@")) {
            return new Handled.Named(target);
        }
        int question = target.indexOf('?');
        return question < 0
                ? new Handled.Redirected(target, null)
                : new Handled.Redirected(target.substring(0, question), target.substring(question + 1));
    }
}
