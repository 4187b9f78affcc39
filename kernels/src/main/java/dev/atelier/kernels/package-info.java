/** The OpenCL C sources, as resources beside this class; the module's README.md says what each kernel does. */
@NullMarked
package dev.atelier.kernels;

import org.jspecify.annotations.NullMarked;
