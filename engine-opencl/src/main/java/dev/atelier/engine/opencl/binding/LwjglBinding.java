package dev.atelier.engine.opencl.binding;

import static dev.atelier.engine.opencl.binding.OpenClException.check;
import static org.lwjgl.system.MemoryUtil.NULL;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.opencl.CL10;
import org.lwjgl.opencl.CL11;
import org.lwjgl.opencl.CLBufferRegion;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/** The binding through LWJGL. {@link LwjglLibrary#load()} has run before one is made. */
final class LwjglBinding implements OpenClBinding {
    private final FaultSignals signals;

    /** Takes the handlers of signals that hold after each call in which a driver may compile. */
    LwjglBinding(FaultSignals signals) {
        this.signals = signals;
    }

    @Override
    public String name() {
        return "lwjgl";
    }

    @Override
    public long[] platforms() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.mallocInt(1);
            int code = CL10.clGetPlatformIDs(null, count);
            if (code == ErrorCodes.PLATFORM_NOT_FOUND) {
                return new long[0];
            }
            check("clGetPlatformIDs", code);
            if (count.get(0) == 0) {
                return new long[0];
            }
            PointerBuffer handles = stack.mallocPointer(count.get(0));
            check("clGetPlatformIDs", CL10.clGetPlatformIDs(handles, (IntBuffer) null));
            return toArray(handles);
        }
    }

    @Override
    public String platformText(long platform, int parameter) {
        return text("clGetPlatformInfo", (value, size) -> CL10.clGetPlatformInfo(platform, parameter, value, size));
    }

    @Override
    public long[] devices(long platform) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer count = stack.mallocInt(1);
            int code = CL10.clGetDeviceIDs(platform, CL10.CL_DEVICE_TYPE_ALL, null, count);
            if (code == ErrorCodes.DEVICE_NOT_FOUND) {
                return new long[0];
            }
            check("clGetDeviceIDs", code);
            if (count.get(0) == 0) {
                return new long[0];
            }
            PointerBuffer handles = stack.mallocPointer(count.get(0));
            check("clGetDeviceIDs", CL10.clGetDeviceIDs(platform, CL10.CL_DEVICE_TYPE_ALL, handles, (IntBuffer) null));
            return toArray(handles);
        }
    }

    @Override
    public String deviceText(long device, int parameter) {
        return text("clGetDeviceInfo", (value, size) -> CL10.clGetDeviceInfo(device, parameter, value, size));
    }

    @Override
    public long deviceNumber(long device, int parameter) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            ByteBuffer value = stack.calloc(8, Long.BYTES);
            PointerBuffer size = stack.mallocPointer(1);
            check("clGetDeviceInfo", CL10.clGetDeviceInfo(device, parameter, value, size));
            return size.get(0) == Integer.BYTES ? Integer.toUnsignedLong(value.getInt(0)) : value.getLong(0);
        }
    }

    @Override
    public long createContext(long platform, long device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer properties = stack.mallocPointer(3);
            properties.put(CL10.CL_CONTEXT_PLATFORM).put(platform).put(NULL).flip();
            IntBuffer code = stack.mallocInt(1);
            long context = CL10.clCreateContext(properties, device, null, NULL, code);
            check("clCreateContext", code.get(0));
            return context;
        }
    }

    @Override
    public void releaseContext(long context) {
        check("clReleaseContext", CL10.clReleaseContext(context));
    }

    @Override
    public long createQueue(long context, long device) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer code = stack.mallocInt(1);
            long queue = CL10.clCreateCommandQueue(context, device, 0, code);
            check("clCreateCommandQueue", code.get(0));
            return queue;
        }
    }

    @Override
    public void flush(long queue) {
        check("clFlush", CL10.clFlush(queue));
    }

    @Override
    public void finish(long queue) {
        int code = CL10.clFinish(queue);
        signals.restore(); // a driver may compile as late as at the first launch
        check("clFinish", code);
    }

    @Override
    public void releaseQueue(long queue) {
        check("clReleaseCommandQueue", CL10.clReleaseCommandQueue(queue));
    }

    @Override
    public long createBuffer(long context, long bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer code = stack.mallocInt(1);
            long buffer = CL10.clCreateBuffer(context, CL10.CL_MEM_READ_WRITE, bytes, code);
            check("clCreateBuffer", code.get(0));
            return buffer;
        }
    }

    @Override
    public long createSubBuffer(long buffer, long offset, long bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer code = stack.mallocInt(1);
            CLBufferRegion region = CLBufferRegion.malloc(stack).set(offset, bytes);
            long part = CL11.clCreateSubBuffer(
                    buffer,
                    CL10.CL_MEM_READ_WRITE,
                    CL11.CL_BUFFER_CREATE_TYPE_REGION,
                    MemoryUtil.memByteBuffer(region.address(), CLBufferRegion.SIZEOF),
                    code);
            check("clCreateSubBuffer", code.get(0));
            return part;
        }
    }

    @Override
    public void releaseBuffer(long buffer) {
        check("clReleaseMemObject", CL10.clReleaseMemObject(buffer));
    }

    @Override
    public void write(long queue, long buffer, long offset, ByteBuffer source) {
        check("clEnqueueWriteBuffer", CL10.clEnqueueWriteBuffer(queue, buffer, true, offset, source, null, null));
    }

    @Override
    public void read(long queue, long buffer, long offset, ByteBuffer target) {
        check("clEnqueueReadBuffer", CL10.clEnqueueReadBuffer(queue, buffer, true, offset, target, null, null));
    }

    @Override
    public long createProgram(long context, String source) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer code = stack.mallocInt(1);
            long program = CL10.clCreateProgramWithSource(context, source, code);
            check("clCreateProgramWithSource", code.get(0));
            return program;
        }
    }

    @Override
    public long createProgram(long context, long device, ByteBuffer binary) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer code = stack.mallocInt(1);
            IntBuffer status = stack.mallocInt(1);
            long program = CL10.clCreateProgramWithBinary(context, stack.pointers(device), binary, status, code);
            check("clCreateProgramWithBinary", code.get(0));
            return program;
        }
    }

    @Override
    public void build(long program, long device, String options) {
        int code = CL10.clBuildProgram(program, device, options, null, NULL);
        signals.restore();
        check("clBuildProgram", code);
    }

    @Override
    public String buildLog(long program, long device) {
        return text(
                "clGetProgramBuildInfo",
                (value, size) -> CL10.clGetProgramBuildInfo(program, device, CL10.CL_PROGRAM_BUILD_LOG, value, size));
    }

    @Override
    public byte[] binary(long program) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer size = stack.mallocPointer(1);
            check("clGetProgramInfo", CL10.clGetProgramInfo(program, CL10.CL_PROGRAM_BINARY_SIZES, size, null));
            byte[] result = new byte[Math.toIntExact(size.get(0))];
            if (result.length == 0) {
                return result;
            }
            ByteBuffer binary = MemoryUtil.memAlloc(result.length);
            try {
                PointerBuffer target = stack.pointers(binary);
                check("clGetProgramInfo", CL10.clGetProgramInfo(program, CL10.CL_PROGRAM_BINARIES, target, null));
                binary.get(result);
                return result;
            } finally {
                MemoryUtil.memFree(binary);
            }
        }
    }

    @Override
    public void releaseProgram(long program) {
        check("clReleaseProgram", CL10.clReleaseProgram(program));
    }

    @Override
    public long createKernel(long program, String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer code = stack.mallocInt(1);
            long kernel = CL10.clCreateKernel(program, name, code);
            check("clCreateKernel '" + name + "'", code.get(0));
            return kernel;
        }
    }

    @Override
    public void releaseKernel(long kernel) {
        check("clReleaseKernel", CL10.clReleaseKernel(kernel));
    }

    @Override
    public void setBuffer(long kernel, int index, long buffer) {
        check("clSetKernelArg", CL10.clSetKernelArg1p(kernel, index, buffer));
    }

    @Override
    public void setInteger(long kernel, int index, int value) {
        check("clSetKernelArg", CL10.clSetKernelArg1i(kernel, index, value));
    }

    @Override
    public void setReal(long kernel, int index, float value) {
        check("clSetKernelArg", CL10.clSetKernelArg1f(kernel, index, value));
    }

    @Override
    public void enqueue(long queue, long kernel, long globalX, long globalY, long localX, long localY) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer global = stack.pointers(globalX, globalY);
            PointerBuffer local = stack.pointers(localX, localY);
            check(
                    "clEnqueueNDRangeKernel",
                    CL10.clEnqueueNDRangeKernel(queue, kernel, 2, null, global, local, null, null));
        }
    }

    /** A query that gives its size when {@code value} is null, else the value. */
    private interface TextQuery {
        int run(@Nullable ByteBuffer value, @Nullable PointerBuffer size);
    }

    private static String text(String call, TextQuery query) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer size = stack.mallocPointer(1);
            check(call, query.run(null, size));
            int length = Math.toIntExact(size.get(0));
            if (length == 0) {
                return "";
            }
            ByteBuffer value = MemoryUtil.memAlloc(length);
            try {
                check(call, query.run(value, null));
                byte[] bytes = new byte[length];
                value.get(bytes);
                int end = length;
                while (end > 0 && bytes[end - 1] == 0) {
                    end--;
                }
                return new String(bytes, 0, end, StandardCharsets.UTF_8).strip();
            } finally {
                MemoryUtil.memFree(value);
            }
        }
    }

    private static long[] toArray(PointerBuffer handles) {
        long[] result = new long[handles.remaining()];
        handles.get(result);
        return result;
    }
}
