package dev.atelier.engine.opencl.binding;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jocl.NativePointerObject;

/** JOCL's objects by the native pointers that they hold: JOCL makes no object out of a pointer. Any thread may use it. */
final class JoclHandles {
    private final Map<Long, NativePointerObject> objects = new ConcurrentHashMap<>();

    /** Keeps an object that a call made, and returns its handle; an equal one that is here already makes way. */
    long keep(NativePointerObject object) {
        objects.put(object.getNativePointer(), object);
        return object.getNativePointer();
    }

    /** Returns the object of a handle, which is of this type. */
    <T extends NativePointerObject> T get(Class<T> type, long handle) {
        NativePointerObject object = objects.get(handle);
        if (object == null) {
            throw new IllegalStateException(
                    "there is no " + type.getSimpleName() + " with handle 0x" + Long.toHexString(handle));
        }
        return type.cast(object);
    }

    /** Forgets the object of a handle, and returns it. */
    <T extends NativePointerObject> T remove(Class<T> type, long handle) {
        T object = get(type, handle);
        objects.remove(handle);
        return object;
    }
}
