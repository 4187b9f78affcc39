/** Tests of the OpenCL backend: the conformance kit on each kind of kernel, and one test for each trap of drivers and JVMs. */
@NullMarked
package dev.atelier.engine.opencl;

import org.jspecify.annotations.NullMarked;
