package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Probe;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Asks for devices from eight threads at once, before any was asked for, and prints how many different answers they got. */
final class TogetherMain {
    private static final int THREADS = 8;

    private TogetherMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws Exception {
        CountDownLatch start = new CountDownLatch(THREADS);
        Callable<Probe> question = () -> {
            start.countDown();
            start.await();
            return new OpenClProvider().probe();
        };
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Probe>> answers = threads.invokeAll(
                IntStream.range(0, THREADS).mapToObj(i -> question).toList());
        threads.shutdown();
        Probe first = answers.get(0).get();
        long same = 0;
        for (Future<Probe> answer : answers) {
            same += answer.get().equals(first) ? 1 : 0;
        }
        System.out.println(first.usable() + " " + same);
    }
}
