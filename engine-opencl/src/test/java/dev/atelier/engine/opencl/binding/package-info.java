/** Tests of the bindings. */
package dev.atelier.engine.opencl.binding;
