package dev.atelier.engine.opencl.binding;

import static dev.atelier.engine.opencl.binding.JoclCalls.code;
import static dev.atelier.engine.opencl.binding.JoclCalls.direct;
import static dev.atelier.engine.opencl.binding.JoclCalls.text;
import static dev.atelier.engine.opencl.binding.OpenClException.check;

import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jocl.CL;
import org.jocl.NativePointerObject;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_buffer_region;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;
import org.jocl.cl_program;

/**
 * The binding through JOCL. {@link JoclLibrary#load()} has run before one is made. Values go through direct buffers: JOCL pins Java
 * arrays, which holds up the garbage collector.
 */
final class JoclBinding implements OpenClBinding {
    private final FaultSignals signals;
    private final JoclHandles handles = new JoclHandles();

    /** The value of an argument that is no buffer. */
    private final ThreadLocal<ByteBuffer> scalar = ThreadLocal.withInitial(() -> direct(Integer.BYTES));

    /** Takes the handlers of signals that hold after each call in which a driver may compile. */
    JoclBinding(FaultSignals signals) {
        this.signals = signals;
    }

    @Override
    public String name() {
        return "jocl";
    }

    @Override
    public long[] platforms() {
        int[] count = new int[1];
        int code = code(() -> CL.clGetPlatformIDs(0, null, count));
        if (code == ErrorCodes.PLATFORM_NOT_FOUND) {
            return new long[0];
        }
        check("clGetPlatformIDs", code);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (count[0] > 0) {
            check("clGetPlatformIDs", code(() -> CL.clGetPlatformIDs(platforms.length, platforms, null)));
        }
        return keep(platforms);
    }

    @Override
    public String platformText(long platform, int parameter) {
        cl_platform_id object = handles.get(cl_platform_id.class, platform);
        return text(
                "clGetPlatformInfo",
                (length, value, size) -> CL.clGetPlatformInfo(object, parameter, length, value, size));
    }

    @Override
    public long[] devices(long platform) {
        cl_platform_id object = handles.get(cl_platform_id.class, platform);
        int[] count = new int[1];
        int code = code(() -> CL.clGetDeviceIDs(object, CL.CL_DEVICE_TYPE_ALL, 0, null, count));
        if (code == ErrorCodes.DEVICE_NOT_FOUND) {
            return new long[0];
        }
        check("clGetDeviceIDs", code);
        cl_device_id[] devices = new cl_device_id[count[0]];
        if (count[0] > 0) {
            check(
                    "clGetDeviceIDs",
                    code(() -> CL.clGetDeviceIDs(object, CL.CL_DEVICE_TYPE_ALL, devices.length, devices, null)));
        }
        return keep(devices);
    }

    @Override
    public String deviceText(long device, int parameter) {
        cl_device_id object = device(device);
        return text(
                "clGetDeviceInfo", (length, value, size) -> CL.clGetDeviceInfo(object, parameter, length, value, size));
    }

    @Override
    public long deviceNumber(long device, int parameter) {
        cl_device_id object = device(device);
        ByteBuffer value = direct(Long.BYTES);
        long[] size = new long[1];
        check(
                "clGetDeviceInfo",
                code(() -> CL.clGetDeviceInfo(object, parameter, Long.BYTES, Pointer.to(value), size)));
        return size[0] == Integer.BYTES ? Integer.toUnsignedLong(value.getInt(0)) : value.getLong(0);
    }

    @Override
    public long createContext(long platform, long device) {
        cl_context_properties properties = new cl_context_properties();
        properties.addProperty(CL.CL_CONTEXT_PLATFORM, handles.get(cl_platform_id.class, platform));
        cl_device_id[] devices = {device(device)};
        return create("clCreateContext", code -> CL.clCreateContext(properties, 1, devices, null, null, code));
    }

    @Override
    public void releaseContext(long context) {
        cl_context object = handles.remove(cl_context.class, context);
        check("clReleaseContext", code(() -> CL.clReleaseContext(object)));
    }

    @Override
    @SuppressWarnings("deprecation") // drivers of OpenCL 1.2 have no other call
    public long createQueue(long context, long device) {
        return create(
                "clCreateCommandQueue", code -> CL.clCreateCommandQueue(context(context), device(device), 0, code));
    }

    @Override
    public void flush(long queue) {
        check("clFlush", code(() -> CL.clFlush(queue(queue))));
    }

    @Override
    public void finish(long queue) {
        int code = code(() -> CL.clFinish(queue(queue)));
        signals.restore(); // a driver may compile as late as at the first launch
        check("clFinish", code);
    }

    @Override
    public void releaseQueue(long queue) {
        cl_command_queue object = handles.remove(cl_command_queue.class, queue);
        check("clReleaseCommandQueue", code(() -> CL.clReleaseCommandQueue(object)));
    }

    @Override
    public long createBuffer(long context, long bytes) {
        return create(
                "clCreateBuffer", code -> CL.clCreateBuffer(context(context), CL.CL_MEM_READ_WRITE, bytes, null, code));
    }

    @Override
    public long createSubBuffer(long buffer, long offset, long bytes) {
        cl_buffer_region region = new cl_buffer_region(offset, bytes);
        return create(
                "clCreateSubBuffer",
                code -> CL.clCreateSubBuffer(
                        buffer(buffer), CL.CL_MEM_READ_WRITE, CL.CL_BUFFER_CREATE_TYPE_REGION, region, code));
    }

    @Override
    public void releaseBuffer(long buffer) {
        cl_mem object = handles.remove(cl_mem.class, buffer);
        check("clReleaseMemObject", code(() -> CL.clReleaseMemObject(object)));
    }

    @Override
    public void write(long queue, long buffer, long offset, ByteBuffer source) {
        Pointer start = Pointer.to(source.slice());
        check(
                "clEnqueueWriteBuffer",
                code(() -> CL.clEnqueueWriteBuffer(
                        queue(queue), buffer(buffer), true, offset, source.remaining(), start, 0, null, null)));
    }

    @Override
    public void read(long queue, long buffer, long offset, ByteBuffer target) {
        Pointer start = Pointer.to(target.slice());
        check(
                "clEnqueueReadBuffer",
                code(() -> CL.clEnqueueReadBuffer(
                        queue(queue), buffer(buffer), true, offset, target.remaining(), start, 0, null, null)));
    }

    @Override
    public long createProgram(long context, String source) {
        return create(
                "clCreateProgramWithSource",
                code -> CL.clCreateProgramWithSource(context(context), 1, new String[] {source}, null, code));
    }

    @Override
    public long createProgram(long context, long device, ByteBuffer binary) {
        byte[] bytes = new byte[binary.remaining()];
        binary.duplicate().get(bytes);
        return create(
                "clCreateProgramWithBinary",
                code -> CL.clCreateProgramWithBinary(
                        context(context),
                        1,
                        new cl_device_id[] {device(device)},
                        new long[] {bytes.length},
                        new byte[][] {bytes},
                        new int[1],
                        code));
    }

    @Override
    public void build(long program, long device, String options) {
        int code = code(
                () -> CL.clBuildProgram(program(program), 1, new cl_device_id[] {device(device)}, options, null, null));
        signals.restore();
        check("clBuildProgram", code);
    }

    @Override
    public String buildLog(long program, long device) {
        return text(
                "clGetProgramBuildInfo",
                (length, value, size) -> CL.clGetProgramBuildInfo(
                        program(program), device(device), CL.CL_PROGRAM_BUILD_LOG, length, value, size));
    }

    @Override
    public byte[] binary(long program) {
        cl_program object = program(program);
        ByteBuffer length = direct(Sizeof.size_t);
        check(
                "clGetProgramInfo",
                code(() -> CL.clGetProgramInfo(
                        object, CL.CL_PROGRAM_BINARY_SIZES, Sizeof.size_t, Pointer.to(length), null)));
        byte[] result = new byte[Math.toIntExact(length.getLong(0))];
        if (result.length > 0) {
            ByteBuffer binary = direct(result.length);
            Pointer target = Pointer.to(Pointer.to(binary));
            check(
                    "clGetProgramInfo",
                    code(() -> CL.clGetProgramInfo(object, CL.CL_PROGRAM_BINARIES, Sizeof.POINTER, target, null)));
            binary.get(result);
        }
        return result;
    }

    @Override
    public void releaseProgram(long program) {
        cl_program object = handles.remove(cl_program.class, program);
        check("clReleaseProgram", code(() -> CL.clReleaseProgram(object)));
    }

    @Override
    public long createKernel(long program, String name) {
        return create("clCreateKernel '" + name + "'", code -> CL.clCreateKernel(program(program), name, code));
    }

    @Override
    public void releaseKernel(long kernel) {
        cl_kernel object = handles.remove(cl_kernel.class, kernel);
        check("clReleaseKernel", code(() -> CL.clReleaseKernel(object)));
    }

    @Override
    public void setBuffer(long kernel, int index, long buffer) {
        setArgument(kernel, index, Sizeof.cl_mem, Pointer.to(buffer(buffer)));
    }

    @Override
    public void setInteger(long kernel, int index, int value) {
        setArgument(kernel, index, Integer.BYTES, Pointer.to(scalar.get().putInt(0, value)));
    }

    @Override
    public void setReal(long kernel, int index, float value) {
        setArgument(kernel, index, Float.BYTES, Pointer.to(scalar.get().putFloat(0, value)));
    }

    private void setArgument(long kernel, int index, long bytes, Pointer value) {
        check("clSetKernelArg", code(() -> CL.clSetKernelArg(kernel(kernel), index, bytes, value)));
    }

    @Override
    public void enqueue(long queue, long kernel, long globalX, long globalY, long localX, long localY) {
        long[] global = {globalX, globalY};
        long[] local = {localX, localY};
        check(
                "clEnqueueNDRangeKernel",
                code(() -> CL.clEnqueueNDRangeKernel(
                        queue(queue), kernel(kernel), 2, null, global, local, 0, null, null)));
    }

    private cl_device_id device(long handle) {
        return handles.get(cl_device_id.class, handle);
    }

    private cl_context context(long handle) {
        return handles.get(cl_context.class, handle);
    }

    private cl_command_queue queue(long handle) {
        return handles.get(cl_command_queue.class, handle);
    }

    private cl_mem buffer(long handle) {
        return handles.get(cl_mem.class, handle);
    }

    private cl_program program(long handle) {
        return handles.get(cl_program.class, handle);
    }

    private cl_kernel kernel(long handle) {
        return handles.get(cl_kernel.class, handle);
    }

    private long[] keep(NativePointerObject[] objects) {
        long[] result = new long[objects.length];
        for (int i = 0; i < objects.length; i++) {
            result[i] = handles.keep(objects[i]);
        }
        return result;
    }

    private long create(String call, Function<int[], ? extends NativePointerObject> creation) {
        return handles.keep(JoclCalls.create(call, creation));
    }
}
