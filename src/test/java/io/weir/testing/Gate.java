package io.weir.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A latch with a name: opened once, by whoever knows that the moment has come. Any thread may wait or open. */
public final class Gate {

    private final String name;
    private final CountDownLatch latch = new CountDownLatch(1);

    /** @param name what has happened once the gate is open, as in "the client has the header" */
    public Gate(String name) {
        this.name = name;
    }

    public void open() {
        latch.countDown();
    }

    public boolean isOpen() {
        return latch.getCount() == 0;
    }

    /** Blocks until the gate is open; fails with a thread dump when {@link Patience#BOUND} passes first. */
    public void await() throws InterruptedException {
        if (!latch.await(Patience.BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
            throw Patience.expired("the gate \"" + name + "\"");
        }
    }

    @Override
    public String toString() {
        return name + (isOpen() ? " (open)" : " (shut)");
    }
}
