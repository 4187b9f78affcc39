package dev.atelier.engine.opencl;

import dev.atelier.engine.opencl.binding.OpenClBinding;
import dev.atelier.engine.opencl.binding.OpenClException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A binding around another one whose calls fail as planned, without reaching the driver, and which keeps count of what was created and
 * is not released yet. A release that fails has been tried, which is all that a caller can do.
 */
final class FaultyBinding {
    /** What each method calls; the first matching name counts. */
    private static final Map<String, String> CALLS = Map.ofEntries(
            Map.entry("platforms", "clGetPlatformIDs"),
            Map.entry("platformText", "clGetPlatformInfo"),
            Map.entry("devices", "clGetDeviceIDs"),
            Map.entry("deviceText", "clGetDeviceInfo"),
            Map.entry("deviceNumber", "clGetDeviceInfo"),
            Map.entry("createContext", "clCreateContext"),
            Map.entry("releaseContext", "clReleaseContext"),
            Map.entry("createQueue", "clCreateCommandQueue"),
            Map.entry("flush", "clFlush"),
            Map.entry("finish", "clFinish"),
            Map.entry("releaseQueue", "clReleaseCommandQueue"),
            Map.entry("createBuffer", "clCreateBuffer"),
            Map.entry("createSubBuffer", "clCreateSubBuffer"),
            Map.entry("releaseBuffer", "clReleaseMemObject"),
            Map.entry("write", "clEnqueueWriteBuffer"),
            Map.entry("read", "clEnqueueReadBuffer"),
            Map.entry("createProgram", "clCreateProgram"),
            Map.entry("build", "clBuildProgram"),
            Map.entry("buildLog", "clGetProgramBuildInfo"),
            Map.entry("binary", "clGetProgramInfo"),
            Map.entry("releaseProgram", "clReleaseProgram"),
            Map.entry("createKernel", "clCreateKernel"),
            Map.entry("releaseKernel", "clReleaseKernel"),
            Map.entry("setBuffer", "clSetKernelArg"),
            Map.entry("setInteger", "clSetKernelArg"),
            Map.entry("setReal", "clSetKernelArg"),
            Map.entry("enqueue", "clEnqueueNDRangeKernel"));

    private final OpenClBinding real;
    private final IntPredicate fails;
    private final int code;
    private final List<String> calls = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final Set<String> live = new LinkedHashSet<>();

    /**
     * Plans failures.
     *
     * @param fails whether the call of this number, from 1 on, fails
     * @param code the OpenCL error that it fails with
     */
    FaultyBinding(OpenClBinding real, IntPredicate fails, int code) {
        this.real = real;
        this.fails = fails;
        this.code = code;
    }

    /** Returns the binding to be used. */
    OpenClBinding binding() {
        return (OpenClBinding) Proxy.newProxyInstance(
                OpenClBinding.class.getClassLoader(),
                new Class<?>[] {OpenClBinding.class},
                (proxy, method, arguments) -> call(method, arguments));
    }

    /** Returns the OpenCL calls until now, in order. */
    List<String> calls() {
        return calls;
    }

    /** Returns those of them that failed as planned. */
    List<String> failed() {
        return failed;
    }

    /** Returns what was created and is not released. */
    Set<String> live() {
        return live;
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("name")) {
            return real.name();
        }
        String call = CALLS.get(name);
        if (call == null) {
            throw new AssertionError("no OpenCL call is known for " + method);
        }
        calls.add(call);
        if (name.startsWith("release")) {
            String handle = kind(name) + arguments[0];
            if (!live.remove(handle)) {
                throw new AssertionError(handle + " is released, but is not live");
            }
        }
        if (fails.test(calls.size())) {
            failed.add(call);
            throw new OpenClException(call, code);
        }
        Object result = invoke(method, arguments);
        if (name.startsWith("create")) {
            live.add(kind(name) + result);
        }
        return result;
    }

    private static String kind(String method) {
        return method.replaceFirst("create(Sub)?|release", "") + " ";
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
