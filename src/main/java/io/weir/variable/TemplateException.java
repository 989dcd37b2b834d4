package io.weir.variable;

/** A template that cannot be compiled: an unknown variable, or a dollar sign without a name. The message says which. */
public final class TemplateException extends Exception {

    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }
}
