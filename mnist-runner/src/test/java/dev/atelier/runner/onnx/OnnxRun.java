package dev.atelier.runner.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Map;

/** An ONNX model opened by ONNX Runtime. */
public final class OnnxRun implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** Opens a file; ONNX Runtime refuses a model that is not well-formed. */
    public OnnxRun(Path file) throws OrtException {
        this.session = environment.createSession(file.toString());
    }

    /** Returns the declared shape of the input named {@code input}; -1 stands for a dimension that is free. */
    public long[] inputShape() throws OrtException {
        return ((TensorInfo) session.getInputInfo().get("input").getInfo()).getShape();
    }

    /** Returns the names of the outputs. */
    public Iterable<String> outputNames() {
        return session.getOutputNames();
    }

    /** Returns the model's metadata by name. */
    public Map<String, String> metadata() throws OrtException {
        return session.getMetadata().getCustomMetadata();
    }

    /** Runs a batch through the model and returns its only output. */
    public float[][] run(float[][] input) throws OrtException {
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, input);
                OrtSession.Result result = session.run(Map.of("input", tensor))) {
            return (float[][]) result.get(0).getValue();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
