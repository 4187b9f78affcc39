package dev.atelier.peers.clblast;

import dev.atelier.bench.Operands;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Workload;
import dev.atelier.bench.products.side.Introduction;
import dev.atelier.bench.products.side.ProductLibrary;
import dev.atelier.bench.products.side.ProductServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.blast.CLBlast;
import org.jocl.blast.CLBlastLayout;
import org.jocl.blast.CLBlastTranspose;
import org.jocl.cl_command_queue;
import org.jocl.cl_context;
import org.jocl.cl_context_properties;
import org.jocl.cl_device_id;
import org.jocl.cl_mem;
import org.jocl.cl_platform_id;

/** CLBlast's side of {@code bench products}: {@code CLBlastSgemm} on buffers that stay where they are, on the first device that is a processor. */
public final class ClBlastProducts implements ProductLibrary {
    private static final int MOST_NAME_BYTES = 1024;

    private final cl_device_id device;
    private final cl_context context;
    private final cl_command_queue queue;

    private ClBlastProducts() {
        CL.setExceptionsEnabled(true);
        CLBlast.setExceptionsEnabled(true);
        cl_platform_id[] platforms = platforms();
        for (cl_platform_id platform : platforms) {
            cl_device_id[] found = new cl_device_id[1];
            if (hasProcessor(platform, found)) {
                cl_context_properties properties = new cl_context_properties();
                properties.addProperty(CL.CL_CONTEXT_PLATFORM, platform);
                device = found[0];
                context = CL.clCreateContext(properties, 1, found, null, null, null);
                queue = queue(context, device);
                return;
            }
        }
        throw new IllegalStateException("no OpenCL device is the processor; install PoCL (pocl-opencl-icd)");
    }

    /** The entry point; the argument is the number of threads, which the environment has told the device already. */
    public static void main(String[] arguments) throws IOException {
        ProductServer.main(arguments, threads -> new ClBlastProducts());
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        return platforms;
    }

    /** As every version of OpenCL has it; 2.0 has a newer way too. */
    @SuppressWarnings("deprecation")
    private static cl_command_queue queue(cl_context context, cl_device_id device) {
        return CL.clCreateCommandQueue(context, device, 0, null);
    }

    private static boolean hasProcessor(cl_platform_id platform, cl_device_id[] found) {
        try {
            CL.clGetDeviceIDs(platform, CL.CL_DEVICE_TYPE_CPU, 1, found, null);
            return true;
        } catch (CLException e) {
            // The platform has none.
            return false;
        }
    }

    @Override
    public Introduction introduction() {
        String version =
                Objects.requireNonNullElse(ClBlastProducts.class.getPackage().getImplementationVersion(), "unknown");
        int[] units = new int[1];
        CL.clGetDeviceInfo(device, CL.CL_DEVICE_MAX_COMPUTE_UNITS, Sizeof.cl_int, Pointer.to(units), null);
        byte[] name = new byte[MOST_NAME_BYTES];
        long[] length = new long[1];
        CL.clGetDeviceInfo(device, CL.CL_DEVICE_NAME, name.length, Pointer.to(name), length);
        // The name ends with a zero.
        return new Introduction(
                version, units[0], new String(name, 0, Math.max(0, (int) length[0] - 1), StandardCharsets.UTF_8));
    }

    @Override
    public Workload prepare(ProductShape shape) {
        Operands operands = new Operands(shape);
        OneProduct product = new OneProduct(
                shape,
                operands.leftColumns(),
                operands.rightColumns(),
                buffer(operands.left()),
                buffer(operands.right()),
                buffer(new float[shape.m() * shape.n()]),
                queue);
        product.run(1);
        float[] out = product.read();
        operands.verify((row, column) -> out[row * shape.n() + column], "CLBlast");
        return product;
    }

    private cl_mem buffer(float[] values) {
        return CL.clCreateBuffer(
                context,
                CL.CL_MEM_READ_WRITE | CL.CL_MEM_COPY_HOST_PTR,
                (long) values.length * Sizeof.cl_float,
                Pointer.to(values),
                null);
    }

    @Override
    public void close() {
        CL.clReleaseCommandQueue(queue);
        CL.clReleaseContext(context);
    }

    private record OneProduct(
            ProductShape shape,
            int leftColumns,
            int rightColumns,
            cl_mem left,
            cl_mem right,
            cl_mem out,
            cl_command_queue queue)
            implements Workload {
        @Override
        public void run(int times) {
            for (int i = 0; i < times; i++) {
                CLBlast.CLBlastSgemm(
                        CLBlastLayout.CLBlastLayoutRowMajor,
                        transpose(shape.transposeA()),
                        transpose(shape.transposeB()),
                        shape.m(),
                        shape.n(),
                        shape.k(),
                        1,
                        left,
                        0,
                        leftColumns,
                        right,
                        0,
                        rightColumns,
                        0,
                        out,
                        0,
                        shape.n(),
                        queue,
                        null);
            }
            CL.clFinish(queue);
        }

        private static int transpose(boolean transposed) {
            return transposed ? CLBlastTranspose.CLBlastTransposeYes : CLBlastTranspose.CLBlastTransposeNo;
        }

        private float[] read() {
            float[] values = new float[shape.m() * shape.n()];
            CL.clEnqueueReadBuffer(
                    queue, out, true, 0, (long) values.length * Sizeof.cl_float, Pointer.to(values), 0, null, null);
            return values;
        }

        @Override
        public void close() {
            CL.clReleaseMemObject(left);
            CL.clReleaseMemObject(right);
            CL.clReleaseMemObject(out);
        }
    }
}
