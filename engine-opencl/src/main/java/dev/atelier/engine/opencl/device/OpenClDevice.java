package dev.atelier.engine.opencl.device;

import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.opencl.binding.OpenClBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One device and what the engine wants to know of it.
 *
 * @param binding what reaches the device
 * @param platform the platform's handle
 * @param handle the device's handle; devices are not released
 * @param info the device as the SPI describes it
 * @param version driver and OpenCL versions, for the keys of caches
 * @param localMemoryBytes local memory of a work-group
 * @param maxAllocationBytes the most that one buffer may take
 * @param alignmentBytes what the offsets of sub-buffers are multiples of
 * @param vectorWidth floats in one of the device's own vectors, at least 1
 * @param maxGroupItems the most work-items of one work-group
 */
public record OpenClDevice(
        OpenClBinding binding,
        long platform,
        long handle,
        DeviceInfo info,
        String version,
        long localMemoryBytes,
        long maxAllocationBytes,
        int alignmentBytes,
        int vectorWidth,
        int maxGroupItems) {
    private static final int CL_PLATFORM_NAME = 0x0902;
    private static final int CL_DEVICE_TYPE = 0x1000;
    private static final int CL_DEVICE_MAX_COMPUTE_UNITS = 0x1002;
    private static final int CL_DEVICE_MAX_WORK_GROUP_SIZE = 0x1004;
    private static final int CL_DEVICE_MAX_MEM_ALLOC_SIZE = 0x1010;
    private static final int CL_DEVICE_MEM_BASE_ADDR_ALIGN = 0x1019;
    private static final int CL_DEVICE_GLOBAL_MEM_SIZE = 0x101F;
    private static final int CL_DEVICE_LOCAL_MEM_SIZE = 0x1023;
    private static final int CL_DEVICE_AVAILABLE = 0x1027;
    private static final int CL_DEVICE_COMPILER_AVAILABLE = 0x1028;
    private static final int CL_DEVICE_NAME = 0x102B;
    private static final int CL_DRIVER_VERSION = 0x102D;
    private static final int CL_DEVICE_VERSION = 0x102F;
    private static final int CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT = 0x103A;

    private static final long CL_DEVICE_TYPE_CPU = 2;
    private static final long CL_DEVICE_TYPE_GPU = 4;

    /** Preference of what is neither a GPU nor a CPU that computes in earnest, such as a simulator. */
    private static final int PREFER_OTHER = 1;

    private static final String SIMULATOR = "oclgrind";

    /**
     * Returns the devices of all platforms that have a compiler, in the order in which the drivers give them. By one thread at a time:
     * PoCL makes its devices when it is first asked for them, and a second thread that asks meanwhile is given some that are not
     * finished, whose properties end the process.
     */
    public static synchronized List<OpenClDevice> list(OpenClBinding binding, String backend) {
        List<OpenClDevice> devices = new ArrayList<>();
        for (long platform : binding.platforms()) {
            for (long handle : binding.devices(platform)) {
                if (binding.deviceNumber(handle, CL_DEVICE_AVAILABLE) != 0
                        && binding.deviceNumber(handle, CL_DEVICE_COMPILER_AVAILABLE) != 0) {
                    devices.add(describe(binding, backend, devices.size(), platform, handle));
                }
            }
        }
        return devices;
    }

    private static OpenClDevice describe(OpenClBinding binding, String backend, int index, long platform, long handle) {
        String platformName = binding.platformText(platform, CL_PLATFORM_NAME);
        String driver = binding.deviceText(handle, CL_DRIVER_VERSION);
        String deviceVersion = binding.deviceText(handle, CL_DEVICE_VERSION);
        long type = binding.deviceNumber(handle, CL_DEVICE_TYPE);
        DeviceInfo.Kind kind = (type & CL_DEVICE_TYPE_GPU) != 0
                ? DeviceInfo.Kind.GPU
                : (type & CL_DEVICE_TYPE_CPU) != 0 ? DeviceInfo.Kind.CPU : DeviceInfo.Kind.ACCELERATOR;
        boolean simulator = platformName.toLowerCase(Locale.ROOT).contains(SIMULATOR);
        DeviceInfo info = new DeviceInfo(
                backend,
                index,
                binding.deviceText(handle, CL_DEVICE_NAME),
                simulator ? DeviceInfo.Kind.ACCELERATOR : kind,
                platformName + ", driver " + driver,
                (int) binding.deviceNumber(handle, CL_DEVICE_MAX_COMPUTE_UNITS),
                binding.deviceNumber(handle, CL_DEVICE_GLOBAL_MEM_SIZE),
                simulator ? PREFER_OTHER : preference(kind));
        return new OpenClDevice(
                binding,
                platform,
                handle,
                info,
                platformName + " | " + driver + " | " + deviceVersion,
                binding.deviceNumber(handle, CL_DEVICE_LOCAL_MEM_SIZE),
                binding.deviceNumber(handle, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                Math.max(Float.BYTES, (int) (binding.deviceNumber(handle, CL_DEVICE_MEM_BASE_ADDR_ALIGN) / Byte.SIZE)),
                Math.max(1, (int) binding.deviceNumber(handle, CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT)),
                (int) binding.deviceNumber(handle, CL_DEVICE_MAX_WORK_GROUP_SIZE));
    }

    private static int preference(DeviceInfo.Kind kind) {
        return switch (kind) {
            case GPU -> DeviceInfo.PREFER_GPU;
            case CPU -> DeviceInfo.PREFER_PORTABLE_CPU;
            case ACCELERATOR -> PREFER_OTHER;
        };
    }
}
