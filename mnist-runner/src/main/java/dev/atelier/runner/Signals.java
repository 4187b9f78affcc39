package dev.atelier.runner;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Signals of the operating system. Java has no public way to hear of a second Ctrl-C; every JDK has {@code sun.misc.Signal}, whose
 * use javac warns of, so that it is reached by reflection, and done without where it is missing.
 */
final class Signals {
    private Signals() {}

    /**
     * Has {@code action} called, on a thread of its own, each time this process gets a signal.
     *
     * @param name such as {@code INT}
     * @return whether that works here: not every system has every signal, and some processes are started with a signal ignored
     */
    static boolean handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object adapter = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> call(self, method, arguments, action));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), adapter);
            return true;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    private static @Nullable Object call(Object self, Method method, Object @Nullable [] arguments, Runnable action) {
        switch (method.getName()) {
            case "handle" -> action.run();
            case "hashCode" -> {
                return System.identityHashCode(self);
            }
            case "equals" -> {
                return arguments != null && self == arguments[0];
            }
            default -> {
                return "Atelier's handler";
            }
        }
        return null;
    }
}
