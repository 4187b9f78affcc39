package dev.atelier.runner;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Turns Ctrl-C and SIGTERM into a clean stop. While a command has said how to stop it, a signal asks it to, and the process
 * ends with the command's own exit code when it is done; a second signal ends it at once. At all other times a signal ends the
 * process at once.
 */
public final class Interruption {
    /** A step and the saving of a model take far less; a device that hangs must not keep the process alive for ever. */
    private static final long SECONDS_TO_STOP = 60;

    private final CountDownLatch finished = new CountDownLatch(1);
    private @Nullable Runnable stop;
    private boolean signalled;
    private boolean ofProcess;
    private @Nullable Thread listener;
    private int exitCode;

    /** Says how to stop what runs now; called at once if the signal has come already. */
    public synchronized void whenSignalled(Runnable newStop) {
        stop = newStop;
        listen();
        if (signalled) {
            newStop.run();
        }
    }

    /** Asks the running command to stop; returns whether there is one. */
    public synchronized boolean signal() {
        signalled = true;
        if (stop == null) {
            return false;
        }
        stop.run();
        return true;
    }

    /** Makes the signals of this process come here. */
    synchronized void install() {
        ofProcess = true;
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "interruption"));
    }

    /** Listens to signals from now on. Before, and where that does not work, they start the JVM's shutdown and come by its hook. */
    private void listen() {
        if (ofProcess && listener == null) {
            // On a thread of its own, since reflection takes its time and nothing waits for it.
            Thread thread = new Thread(
                    () -> List.of("INT", "TERM", "HUP").forEach(name -> Signals.handle(name, this::onSignal)),
                    "interruption-listen");
            thread.setDaemon(true);
            thread.start();
            listener = thread;
        }
    }

    /** Waits until signals come here rather than by the hook. */
    void awaitListening() throws InterruptedException {
        Thread started;
        synchronized (this) {
            started = listener;
        }
        if (started != null) {
            started.join();
        }
    }

    private void onSignal() {
        boolean second;
        synchronized (this) {
            second = signalled;
        }
        if (second) {
            // Files are written beside their place and renamed, so that nothing is damaged.
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
        }
        if (!signal()) {
            System.exit(ExitCode.INTERRUPTED.code());
        }
        Thread watch = new Thread(this::endInTime, "interruption-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void endInTime() {
        try {
            if (!finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the process; does not return. */
    void exit(int code) {
        synchronized (this) {
            exitCode = code;
            stop = null;
        }
        StandardErrorFilter.drain();
        finished.countDown();
        // After a signal this waits for the hook, which halts the process with the same code.
        System.exit(code);
    }

    private void shutDown() {
        if (finished.getCount() == 0 || !signal()) {
            return;
        }
        try {
            if (finished.await(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
                System.out.flush();
                Runtime.getRuntime().halt(exitCode());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int exitCode() {
        return exitCode;
    }
}
