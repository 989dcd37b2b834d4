package io.weir.forward;

/** The head was all that anybody wanted: what follows it is not waited for, so that the connection ends (nginx's header_only). */
final class HeadOnlyRelay implements Relay {

    @Override
    public void readUpstream() {
        // Nothing of it.
    }

    @Override
    public boolean connectionReusable() {
        return false;
    }

    @Override
    public void finish() {
        // There is nobody to finish with.
    }

    @Override
    public void close() {
        // Nothing was taken.
    }
}
