/** Writes protobuf messages: the wire format that ONNX and TensorBoard files are made of. */
@NullMarked
package dev.atelier.runner.protobuf;

import org.jspecify.annotations.NullMarked;
