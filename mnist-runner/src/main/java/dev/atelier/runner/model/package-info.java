/** Model files: safetensors, with names and layout that PyTorch's {@code nn.Sequential} accepts. */
@NullMarked
package dev.atelier.runner.model;

import org.jspecify.annotations.NullMarked;
