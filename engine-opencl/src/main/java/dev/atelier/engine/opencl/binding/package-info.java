/** The thin seam to the OpenCL API, so that the library behind it can be exchanged. Nothing outside this package names one. */
@NullMarked
package dev.atelier.engine.opencl.binding;

import org.jspecify.annotations.NullMarked;
