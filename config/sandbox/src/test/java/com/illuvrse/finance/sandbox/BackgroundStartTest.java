package com.illuvrse.finance.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundStartTest {
    @Test
    void closesWhatWasStillStarting() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        BackgroundStart<Closeable> start =
                BackgroundStart.of(
                        "part",
                        () -> {
                            begun.await();
                            return () -> closed.set(true);
                        });

        begun.countDown();
        start.close();

        assertThat(closed).isTrue();
    }

    @Test
    void tellsWhyThePartDidNotStart() throws Exception {
        BackgroundStart<Closeable> start =
                BackgroundStart.of(
                        "part",
                        () -> {
                            throw new IOException("the disk is full");
                        });

        assertThatThrownBy(start::await)
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is full");
        start.close();
    }
}
