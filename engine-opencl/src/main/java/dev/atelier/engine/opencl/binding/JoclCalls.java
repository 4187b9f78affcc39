package dev.atelier.engine.opencl.binding;

import static dev.atelier.engine.opencl.binding.OpenClException.check;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jocl.CLException;
import org.jocl.NativePointerObject;
import org.jocl.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * What many calls through JOCL have in common. A program around the engine may have had JOCL throw exceptions of its own, which holds
 * for the whole process: they are turned back into codes.
 */
final class JoclCalls {
    private JoclCalls() {}

    /** Makes an object; the function puts the code into the array. */
    static NativePointerObject create(String call, Function<int[], ? extends NativePointerObject> creation) {
        int[] code = new int[1];
        NativePointerObject object = null;
        try {
            object = creation.apply(code);
        } catch (CLException e) {
            code[0] = e.getStatus();
        }
        check(call, code[0]);
        return Objects.requireNonNull(object);
    }

    /** Returns the code of a call. */
    static int code(IntSupplier call) {
        try {
            return call.getAsInt();
        } catch (CLException e) {
            return e.getStatus();
        }
    }

    /** A query that gives the size of its value, the value, or both. */
    interface TextQuery {
        int run(long length, @Nullable Pointer value, long @Nullable [] size);
    }

    /** Returns the text that a query gives, without the zeros and blanks around it. */
    static String text(String call, TextQuery query) {
        long[] size = new long[1];
        check(call, code(() -> query.run(0, null, size)));
        if (size[0] == 0) {
            return "";
        }
        ByteBuffer value = direct(Math.toIntExact(size[0]));
        check(call, code(() -> query.run(size[0], Pointer.to(value), null)));
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
    }

    /** Returns a direct buffer in the byte order of the device's host. */
    static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
