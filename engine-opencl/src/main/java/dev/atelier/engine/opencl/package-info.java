/** The OpenCL backend: one device, one in-order queue, hand-written kernels, recorded steps. */
@NullMarked
package dev.atelier.engine.opencl;

import org.jspecify.annotations.NullMarked;
