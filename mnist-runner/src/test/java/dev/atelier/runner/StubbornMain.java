package dev.atelier.runner;

/** A program that is asked to stop and does not. */
final class StubbornMain {
    private StubbornMain() {}

    /** Waits for ever, and says when it is asked to stop. */
    public static void main(String[] args) throws InterruptedException {
        Interruption interruption = new Interruption();
        interruption.install();
        interruption.whenSignalled(() -> System.out.println("asked to stop"));
        interruption.awaitListening();
        System.out.println("ready");
        Thread.currentThread().join();
    }
}
