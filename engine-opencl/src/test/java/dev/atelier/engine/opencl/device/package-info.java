/** Tests of the objects that own handles. */
@NullMarked
package dev.atelier.engine.opencl.device;

import org.jspecify.annotations.NullMarked;
