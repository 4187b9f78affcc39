/** Writes networks as ONNX models. */
@NullMarked
package dev.atelier.runner.onnx;

import org.jspecify.annotations.NullMarked;
