package io.weir.forward;

final class Version {
    static final String VALUE = "0.1.0";

    private Version() {}
}
