package io.weir.cli;

/** What {@link io.weir.Launcher} calls on a JDK that is new enough. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(1);
    }
}
