/** Objects that own OpenCL handles and know whether they are closed, so that no stale handle reaches the driver. */
@NullMarked
package dev.atelier.engine.opencl.device;

import org.jspecify.annotations.NullMarked;
